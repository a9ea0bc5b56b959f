"""Paging of API lists, by cursor or by page.

A `cursor` is the key of the last row of a page. A walk along cursors shows each row once, however rows are
added, removed or changed meanwhile, because the orders that have cursors do not move. `page` and `limit`
count rows, so a row that is removed meanwhile shifts the pages after it; `cursor` does not have that limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from mauntic.kernel.api.serializers import CamelSerializer, QuerySerializer
from mauntic.kernel.db.counting import recent_count
from mauntic.kernel.db.paging import Keyset
from mauntic.kernel.errors import Invalid, NotFound

MAX_LIMIT, MAX_PAGE = 100, 1_000_000
LONGEST_CURSOR = 2000
LINK = OpenApiParameter(
    "Link",
    location=OpenApiParameter.HEADER,
    response=True,
    description='The address of the next page, as rel="next"; absent on the last page (RFC 8288).',
)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list, by a key that is not NULL; ties by id. `moves`: the key changes by itself."""

    key: str | Combinable
    descending: bool = False
    moves: bool = False

    def keyset(self, rows: QuerySet[Row], size: int) -> Keyset[Row]:
        """Return the rows in this order, to be paged by key."""
        return Keyset(rows, self.key, descending=self.descending, size=size)


OLDEST_FIRST, NEWEST_FIRST = Order("created_at"), Order("created_at", descending=True)


class CursorQuery(QuerySerializer):
    """`cursor` and `limit` of a list that has one order."""

    cursor = serializers.CharField(
        max_length=LONGEST_CURSOR,
        required=False,
        help_text="`nextCursor` of the page before, or the one in its `Link` header",
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)


class PageQuery(CursorQuery):
    """`cursor` or `page`, and `limit`."""

    page = serializers.IntegerField(
        min_value=1, max_value=MAX_PAGE, required=False, help_text="1 unless told; not together with `cursor`"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "page" in attrs and "cursor" in attrs:
            raise serializers.ValidationError({"page": ["Give a cursor or a page, not both."]})
        return attrs


class SortedQuery(PageQuery):
    """A list that can be sorted: subclasses name their `orders`, the default first."""

    orders: ClassVar[Mapping[str, Order]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        names = list(self.orders)
        walked = ", ".join(name for name, order in self.orders.items() if not order.moves)
        words = f"cursors work with {walked}, which do not move by themselves"
        return super().get_fields() | {
            "sort": serializers.ChoiceField(choices=names, default=names[0], help_text=words)
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        attrs["order"] = self.orders[attrs["sort"]]
        if "cursor" in attrs and attrs["order"].moves:
            walked = ", ".join(name for name, order in self.orders.items() if not order.moves)
            problem = f"Rows change places in this order. With a cursor, sort by one of: {walked}."
            raise serializers.ValidationError({"sort": [problem]})
        return attrs


class PageShape(CamelSerializer):
    """What surrounds the rows of a page, for the API's description."""

    total = serializers.IntegerField(help_text="counted at most 30 s ago")
    page = serializers.IntegerField(allow_null=True, help_text="null when a cursor was given")
    limit = serializers.IntegerField()
    total_pages = serializers.IntegerField()
    next_cursor = serializers.CharField(
        allow_null=True, help_text="null on the last page, and in orders that move"
    )


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """The rows of one page, and the cursor of the next one, empty where there is none."""

    rows: list[Row]
    next_cursor: str


def walk(rows: QuerySet[Row], order: Order, query: Mapping[str, Any], *, skip: int = 0) -> Slice[Row]:
    """Return the page after the query's `cursor`, or else after the first `skip` rows.

    Raises: Invalid for a cursor that this list did not give.
    """
    keyset, cursor = order.keyset(rows, query["limit"]), query.get("cursor", "")
    if cursor and not keyset.has_given(cursor):
        raise Invalid({"cursor": "This is no cursor of this list. Start again without one."})
    found = keyset.page(after=cursor) if cursor else keyset.page(skip=skip)
    return Slice(found.rows, "" if order.moves else found.after)


def paged(
    request: Request,
    rows: QuerySet[Any],
    shape: type[CamelSerializer],
    query: Mapping[str, Any],
    order: Order,
) -> Response:
    """Answer {data, total, page, limit, totalPages, nextCursor} for a `PageQuery`.

    Raises: NotFound for a page beyond the last one; Invalid for a made-up cursor.
    """
    total, limit = recent_count(rows), query["limit"]
    page = None if "cursor" in query else query.get("page", 1)
    pages = max(-(-total // limit), 1)
    if page and page > pages:
        raise NotFound(f"There is no page {page}: the last one is {pages}.")
    found = walk(rows, order, query, skip=((page or 1) - 1) * limit)
    answer = {
        "data": shape(found.rows, many=True).data,
        "total": total,
        "page": page,
        "limit": limit,
        "totalPages": pages,
        "nextCursor": found.next_cursor or None,
    }
    return Response(answer, headers=next_link(request, found.next_cursor))


def next_link(request: Request, cursor: str) -> dict[str, str]:
    """Return the `Link` header to the page at `cursor` with the request's filters; empty without one."""
    if not cursor:
        return {}
    wanted = request.query_params.copy()
    for name in ("page", "offset"):
        wanted.pop(name, None)
    wanted["cursor"] = cursor
    return {"Link": f'<{request.path}?{wanted.urlencode()}>; rel="next"'}
