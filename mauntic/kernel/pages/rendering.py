"""Pages and their named parts."""

from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

OK, UNPROCESSABLE = 200, 422


def form_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str = "",
    is_refused: bool | None = None,
) -> HttpResponse:
    """Render a page with forms: status 422 where one of them was sent and refused, which htmx swaps in, too.

    Forms are found in `context`, and in its lists and tuples.

    Args: `part` is as in `page_or_part`. `is_refused` decides where forms of Django cannot: for errors that
    none of them holds, and for drafts that nobody sent to be saved.
    """
    if is_refused is None:
        is_refused = request.method == "POST" and any(map(_is_refused, context.values()))
    status = UNPROCESSABLE if is_refused else OK
    if part:
        return page_or_part(request, template, part, context, status=status)
    return render(request, template, context, status=status)


def _is_refused(value: object) -> bool:
    # By `type`: `isinstance` would read a value of `later` before its part of the page does.
    kind = type(value)
    if issubclass(kind, list | tuple):
        return any(map(_is_refused, value))  # type: ignore[call-overload] # it is a list or a tuple
    if issubclass(kind, BaseForm | BaseFormSet):
        return bool(value.is_bound and not value.is_valid())  # type: ignore[attr-defined] # it is a form
    return False


def page_or_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The whole page, or only its named part where htmx asked for that one by its target's id."""
    htmx = getattr(request, "htmx", None)
    name = f"{template}#{part}" if htmx and htmx.target == part else template
    response = render(request, name, context, status=status)
    # Else the browser's cache would show a part where the back button wants the page.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
