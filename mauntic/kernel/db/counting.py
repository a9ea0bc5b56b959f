"""Counts that stay cheap however many rows there are.

Lists show their counts on every page and tab; at 200,000 leads exact counts cost more than the rows. A count
stops at a limit, and is kept for a moment.
"""

import hashlib
from contextlib import suppress
from typing import Any, Self

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from redis.exceptions import RedisError

from mauntic.kernel import display

# Beyond this nobody reads the digits, and counting on would cost more than the page.
COUNT_UP_TO = 10_000
CACHE_SECONDS = 30
# A small count costs about a millisecond: it is never cached, so that short lists are never out of date.
NOT_CACHED_UP_TO = 1_000


class CountText(str):
    """A count as people read it.

    `number` chooses the plural form: `{% blocktranslate count n=total.number %}`.
    """

    __slots__ = ("number",)
    number: int

    def __new__(cls, number: int, text: str) -> Self:
        """Return the text, with the number beside it."""
        made = super().__new__(cls, text)
        made.number = number
        return made


def count_words(rows: QuerySet[Any]) -> CountText:
    """Return `9,412`, or `10,000+` where exact counting is too expensive; above 1,000 it may be 30 s old.

    Args:
        rows: the rows to count; their order is ignored.
    """
    counted = _cached_count(rows.order_by()[: COUNT_UP_TO + 1])
    shown = display.number(min(counted, COUNT_UP_TO))
    return CountText(counted, f"{shown}+" if counted > COUNT_UP_TO else shown)


def recent_count(rows: QuerySet[Any]) -> int:
    """Return the exact number of rows; above 1,000 it may be 30 s old.

    Args:
        rows: the rows to count; their order is ignored.
    """
    return _cached_count(rows.order_by())


def _cached_count(rows: QuerySet[Any]) -> int:
    """Return the count of this very statement, from the tenant's cache where a moment old one lies there.

    Without the cache everything is counted: a list does not need Redis.
    """
    try:
        statement = repr(rows.query.sql_with_params())
    except EmptyResultSet:
        return 0
    key = f"count:{hashlib.sha256(statement.encode()).hexdigest()}"
    with suppress(RedisError):
        cached: int | None = cache.get(key)
        if cached is not None:
            return cached
    counted = rows.count()
    if counted > NOT_CACHED_UP_TO:
        with suppress(RedisError):
            cache.set(key, counted, CACHE_SECONDS)
    return counted
