"""Counts that stay cheap however many rows there are."""

from typing import Any

from django.db.models import QuerySet

# Beyond this nobody reads the digits, and counting on would cost more than the page.
COUNT_UP_TO = 100_000


def count_words(rows: QuerySet[Any]) -> str:
    """`20,412`, or `100,000+` where exact counting would be dear."""
    counted = rows.order_by()[: COUNT_UP_TO + 1].count()
    return f"{COUNT_UP_TO:,}+" if counted > COUNT_UP_TO else f"{counted:,}"
