"""How many queries something costs."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(call: Callable[[], object]) -> int:
    """Number of queries of a warm call: what is cached after the first does not count."""
    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
