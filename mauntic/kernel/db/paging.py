"""Paging by key: as fast on the last page as on the first, and steady while rows are added.

A page begins after (or ends before) a token, which holds the sort value and the id of a row. The comparison
is a row comparison, `(value, id) < (%s, %s)`, because only that one walks an index however many rows share
the value.
"""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Func, Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan, LessThan

PAGE_SIZE = 50
# What no row of ours is beyond, and the database can still hold.
MOST_DIGITS, EARLIEST, LATEST = 40, 1000, 9000
KEY = "page_key"

Row = TypeVar("Row", bound=Model)


class RowOf(Func):
    """SQL's row constructor, to be compared as a whole."""

    template = "(%(expressions)s)"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, with the tokens of the pages before and after, empty where there is none."""

    rows: list[Row]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Keyset(Generic[Row]):
    """Rows in the order of one key, which must not be NULL; ties by id in the same direction."""

    rows: QuerySet[Row]
    key: str | Combinable
    descending: bool = True
    size: int = PAGE_SIZE

    def has_given(self, token: str) -> bool:
        """Whether the token can be one of this list: it holds values that the key and the id can have."""
        return _values(self._keyed(), token) is not None

    def page(self, *, after: str = "", before: str = "", skip: int = 0) -> Page[Row]:
        """Return the page after or before a token.

        Without either, or with a token that is not ours: the page after the first `skip` rows.
        """
        rows = self._keyed()
        backwards = bool(before and not after)
        start = _values(rows, after or before)
        descending = self.descending is not backwards
        if start:
            compare = LessThan if descending else GreaterThan
            rows = rows.filter(compare(RowOf(F(KEY), F("pk")), RowOf(*start)))
        sign = "-" if descending else ""
        first = 0 if start else skip
        found = list(rows.order_by(f"{sign}{KEY}", f"{sign}pk")[first : first + self.size + 1])
        return self._page(found, backwards=backwards and bool(start), started=bool(start or skip))

    def chunks(self) -> Iterator[Sequence[Row]]:
        """Read all rows, a page at a time."""
        after = ""
        while True:
            page = self.page(after=after)
            yield page.rows
            after = page.after
            if not after:
                return

    def _keyed(self) -> QuerySet[Row]:
        return self.rows.annotate(**{KEY: F(self.key) if isinstance(self.key, str) else self.key})

    def _page(self, found: list[Row], *, backwards: bool, started: bool) -> Page[Row]:
        more, shown = len(found) > self.size, found[: self.size]
        if backwards:
            shown.reverse()
        has_before, has_after = (more, True) if backwards else (started, more)
        return Page(shown, _token(shown[:1]) if has_before else "", _token(shown[-1:]) if has_after else "")


def merged_page(keysets: Sequence[Keyset[Any]], *, after: str = "", skip: int = 0) -> Page[Any]:
    """Return a page of the rows of several tables in one order.

    Args:
        keysets: with keys and ids of the same types, the same direction and size.
        after: the token of the page before. Without it, or with one that is not ours, the page begins after
            the first `skip` rows, which are read, too.
        skip: rows to skip.
    """
    first, skip = keysets[0], 0 if after else skip
    most = skip + first.size + 1
    rows = [row for each in keysets for row in replace(each, size=most).page(after=after).rows]
    rows.sort(key=lambda row: (getattr(row, KEY), row.pk), reverse=first.descending)
    shown = rows[skip : most - 1]
    return Page(shown, "", _token(shown[-1:]) if len(rows) >= most else "")


def _token(edge: Sequence[Model]) -> str:
    if not edge:
        return ""
    pair = [str(getattr(edge[0], KEY)), str(edge[0].pk)]
    return base64.urlsafe_b64encode(json.dumps(pair).encode()).decode().rstrip("=")


def _values(rows: QuerySet[Any], token: str) -> list[Value] | None:
    try:
        key, pk = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        field, primary = rows.query.annotations[KEY].output_field, rows.query.get_meta().pk
        start, identity = field.to_python(key), primary.to_python(pk)
    except (ValueError, TypeError, RecursionError, binascii.Error, ValidationError):
        return None
    if not _is_comparable(start):
        return None
    return [Value(start, output_field=field), Value(identity, output_field=primary)]


def _is_comparable(value: object) -> bool:
    """Whether the database can compare with it: a token that somebody made up may name what it cannot."""
    match value:
        case str():
            return "\x00" not in value
        case Decimal():
            return value.is_finite() and abs(value.adjusted()) < MOST_DIGITS
        case datetime():
            return EARLIEST < value.year < LATEST  # days have no zone that leads beyond the calendar
        case int():
            return abs(value) < 1 << 63
        case _:
            return value is not None
