"""Actions that are refused: their sentence is shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from mauntic.kernel.errors import Invalid, MaunticError


def sentence_of(error: MaunticError, field: str = "") -> str:
    """Return the sentences of an error without the names of the fields.

    Args:
        error: any error of the product.
        field: the field whose sentences are wanted; all if empty or without an error.
    """
    if not isinstance(error, Invalid):
        return error.message
    found = [error.fields[field]] if field in error.fields else error.fields.values()
    return " ".join(sentence for sentences in found for sentence in sentences)


@contextmanager
def refusals_shown(request: HttpRequest, kind: type[MaunticError] = MaunticError) -> Iterator[None]:
    """Show an error of the product that is raised inside the block as a message on the next page.

    Args:
        request: the request of the page.
        kind: only errors of this kind are shown; others are raised.

    Raises: `Invalid` if that is the error: the input was wrong, and `KnownErrorMiddleware` answers 422.
    """
    try:
        yield
    except Invalid:
        raise
    except kind as error:
        messages.error(request, error.message)
