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
    """Return a stand-in for what `read` returns, for a template's context.

    `read` runs once, when the template's `{% part %}` asks for the value: there an error costs that part
    alone, where an error in the view costs the page.
    """
    return cast("T", _Later(read))


def read_now(value: Any) -> Any:
    """Return the value behind `later`, with the rows of a query fetched; other values as they are."""
    found = value.read_now() if isinstance(value, _Later) else value
    if isinstance(found, QuerySet):
        len(found)  # fetches the rows here, where an error is caught
    return found


def attempt(part: str, do: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Return what `do` returns; where it fails, log the error and return what `otherwise` returns.

    In a transaction it runs inside a savepoint: PostgreSQL refuses every statement after one that failed.

    Raises: the error itself where `RAISE_PART_ERRORS` is set (in development and in tests), and where a
    server is away: then the whole page says when to come back.
    """
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return do()
    except Exception as error:
        if settings.RAISE_PART_ERRORS or is_outage(error):
            raise
        log.exception("page.part_failed", part=part)
        return otherwise()
