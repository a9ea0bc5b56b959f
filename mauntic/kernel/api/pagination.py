"""Paging of API lists, by cursor or by page.

A `cursor` is the key of the last row of a page. Paging with cursors returns each row once, even if rows are
added, removed or changed in between, since the key of such an order does not change. `page` and `limit` count
rows, so a row that is removed in between shifts the pages after it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

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
    description='The URL of the next page, as rel="next". Missing on the last page (RFC 8288).',
)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list by a key that is not NULL, then by id. `moves`: the key changes over time."""

    key: str | Combinable
    descending: bool = False
    moves: bool = False

    def keyset(self, rows: QuerySet[Row], size: int) -> Keyset[Row]:
        """Return the rows in this order, for paging by key."""
        return Keyset(rows, self.key, descending=self.descending, size=size)


OLDEST_FIRST, NEWEST_FIRST = Order("created_at"), Order("created_at", descending=True)


class CursorQuery(QuerySerializer):
    """`cursor` and `limit` of a list with one order."""

    cursor = serializers.CharField(
        max_length=LONGEST_CURSOR,
        required=False,
        help_text="`nextCursor` of the previous page, also in its `Link` header",
    )
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)


class PageQuery(CursorQuery):
    """`cursor` or `page`, and `limit`."""

    page = serializers.IntegerField(
        min_value=1, max_value=MAX_PAGE, required=False, help_text="Not together with `cursor`. Default: 1."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "page" in attrs and "cursor" in attrs:
            raise serializers.ValidationError({"page": [_("Send either a cursor or a page.")]})
        return attrs


class SortedQuery(PageQuery):
    """A list that can be sorted. Subclasses define `orders`; the first one is the default."""

    orders: ClassVar[Mapping[str, Order]] = {}

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        names = list(self.orders)
        stable = ", ".join(name for name, order in self.orders.items() if not order.moves)
        words = f"Cursors work with: {stable}."
        return super().get_fields() | {
            "sort": serializers.ChoiceField(choices=names, default=names[0], help_text=words)
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        attrs["order"] = self.orders[attrs["sort"]]
        if "cursor" in attrs and attrs["order"].moves:
            stable = ", ".join(name for name, order in self.orders.items() if not order.moves)
            problem = _("This order has no cursors. Sort by one of: {orders}.").format(orders=stable)
            raise serializers.ValidationError({"sort": [problem]})
        return attrs


class PageShape(CamelSerializer):
    """The keys of a page besides its rows, for the OpenAPI description."""

    total = serializers.IntegerField(help_text="The number of rows, at most 30 seconds old")
    page = serializers.IntegerField(allow_null=True, help_text="null with a cursor")
    limit = serializers.IntegerField()
    total_pages = serializers.IntegerField()
    next_cursor = serializers.CharField(
        allow_null=True, help_text="null on the last page, and for orders without cursors"
    )


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """The rows of one page, and the cursor of the next one (empty if there is none)."""

    rows: list[Row]
    next_cursor: str


def walk(rows: QuerySet[Row], order: Order, query: Mapping[str, Any], *, skip: int = 0) -> Slice[Row]:
    """Return the page after the `cursor` of the query, else after the first `skip` rows.

    Args:
        rows: all rows of the list.
        order: the sort order, which decides what the cursor holds.
        query: the validated query with `limit` and perhaps `cursor`.
        skip: rows to skip without a cursor.

    Raises: `Invalid` for a cursor that is not from this list.
    """
    keyset = order.keyset(rows, query["limit"])
    cursor = known_cursor(keyset, query)
    found = keyset.page(after=cursor) if cursor else keyset.page(skip=skip)
    return Slice(found.rows, "" if order.moves else found.after)


def known_cursor(keyset: Keyset[Any], query: Mapping[str, Any]) -> str:
    """Return the cursor of a query; empty without one.

    Args:
        keyset: the rows of the list.
        query: the validated query.

    Raises: `Invalid` for a cursor that is not from this list.
    """
    cursor = str(query.get("cursor", ""))
    if cursor and not keyset.has_given(cursor):
        raise Invalid({"cursor": _("This cursor is not from this list. Start again without a cursor.")})
    return cursor


def paged(
    request: Request,
    rows: QuerySet[Any],
    shape: type[CamelSerializer],
    query: Mapping[str, Any],
    order: Order,
) -> Response:
    """Return the response {data, total, page, limit, totalPages, nextCursor} to a `PageQuery`.

    Args:
        request: the request, for the `Link` header.
        rows: all rows of the list.
        shape: the serializer of a row.
        query: the validated `PageQuery`.
        order: the sort order.

    Raises: `NotFound` for a page after the last one; `Invalid` for a cursor that is not from this list.
    """
    total = recent_count(rows)
    skip = skipped(query, total)
    found = walk(rows, order, query, skip=skip)
    return page_answer(request, shape(found.rows, many=True), query, total, found.next_cursor)


def skipped(query: Mapping[str, Any], total: int) -> int:
    """Return the number of rows before the page that a `PageQuery` asks for.

    Args:
        query: the validated query.
        total: the number of all rows.

    Raises: `NotFound` for a page after the last one.
    """
    page, pages = query.get("page", 1), _pages(query, total)
    if "cursor" not in query and page > pages:
        raise NotFound(
            _("Page {page} does not exist. The last page is {last}.").format(page=page, last=pages)
        )
    return int((page - 1) * query["limit"])


def page_answer(
    request: Request,
    rows: BaseSerializer[Any],
    query: Mapping[str, Any],
    total: int,
    next_cursor: str,
) -> Response:
    """Return the response {data, total, page, limit, totalPages, nextCursor} to a `PageQuery`.

    Args:
        request: the request, for the `Link` header.
        rows: the serialized rows of the page.
        query: the validated `PageQuery`.
        total: the number of all rows.
        next_cursor: of the next page; empty on the last page.
    """
    answer = {
        "data": rows.data,
        "total": total,
        "page": None if "cursor" in query else query.get("page", 1),
        "limit": query["limit"],
        "totalPages": _pages(query, total),
        "nextCursor": next_cursor or None,
    }
    return Response(answer, headers=next_link(request, next_cursor))


def _pages(query: Mapping[str, Any], total: int) -> int:
    return int(max(-(-total // query["limit"]), 1))


def next_link(request: Request, cursor: str) -> dict[str, str]:
    """Return the `Link` header of the page at `cursor`, with the filters of the request; empty for none.

    Args:
        request: its path and filters are repeated.
        cursor: of the next page; empty on the last page.
    """
    if not cursor:
        return {}
    wanted = request.query_params.copy()
    for name in ("page", "offset"):
        wanted.pop(name, None)
    wanted["cursor"] = cursor
    return {"Link": f'<{request.path}?{wanted.urlencode()}>; rel="next"'}
