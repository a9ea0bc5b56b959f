"""Actions that are refused: their sentence is shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap

from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.pages.rendering import UNPROCESSABLE


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


def refused_page(
    request: HttpRequest, message: str, status: int, *, template: str = "web/refused.html"
) -> HttpResponse:
    """Return a page with the message. A request of htmx gets only the message, and its page stays.

    Args:
        request: the request that is refused.
        message: a sentence.
        status: the HTTP status of the page; htmx always gets 422, which it shows.
        template: the page.
    """
    if not getattr(request, "htmx", None):
        return render(request, template, {"message": message}, status=status)
    messages.error(request, message)
    return reswap(render(request, "components/messages.html", {"oob": True}, status=UNPROCESSABLE), "none")


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
