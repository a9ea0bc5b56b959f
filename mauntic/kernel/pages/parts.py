"""Parts of a page that fail alone: a chart that breaks must not take the rest of the page with it."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar, cast

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject, empty

from mauntic.kernel.db.server import is_outage

log = structlog.get_logger(__name__)

T = TypeVar("T")


class _Later(SimpleLazyObject):  # type: ignore[type-arg]  # its stubs are generic, the class is not
    """A value that is read when something first asks for it."""

    def read_now(self) -> Any:
        if self._wrapped is empty:
            self._setup()
        return self._wrapped


def later(read: Callable[[], T]) -> T:
    """Return a lazy value for the context of a template.

    The value is read once, when the template's `{% part %}` uses it. An error then fails that part only; an
    error in the view would fail the page.

    Args:
        read: returns the value.
    """
    return cast("T", _Later(read))


def read_now(value: Any) -> Any:
    """Return the value behind `later`, with the rows of a query fetched; other values as they are."""
    found = value.read_now() if isinstance(value, _Later) else value
    if isinstance(found, QuerySet):
        len(found)  # fetches the rows here, where an error is caught
    return found


def attempt(part: str, do: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Call `do`; if it fails, log the error and call `otherwise`.

    In a transaction it runs inside a savepoint: PostgreSQL refuses every statement after one that failed.

    Args:
        part: the name of the part, for the log.
        do: reads or renders the part.
        otherwise: returns what replaces it.

    Returns: what one of the two returns.

    Raises: the error itself if `RAISE_PART_ERRORS` is set (in development and tests), and if a server cannot
    be reached: then the whole page says when to come back.
    """
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return do()
    except Exception as error:
        if settings.RAISE_PART_ERRORS or is_outage(error):
            raise
        log.exception("page.part_failed", part=part)
        return otherwise()
