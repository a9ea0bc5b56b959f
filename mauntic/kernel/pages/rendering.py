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
    """Render a page with forms, with status 422 if a submitted form has errors. htmx swaps that in, too.

    Forms are found in `context`, and in its lists and tuples.

    Args:
        request: the request of the page.
        template: the name of the template.
        context: for the template.
        part: as in `page_or_part`; empty renders the whole page.
        is_refused: whether to answer 422, if the forms cannot tell: for errors outside of forms, and for
            drafts that were not submitted to be saved. None asks the forms.
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
    """Render a whole page, or only a part of it if htmx requests that part.

    Args:
        request: the request; htmx names the id of its target.
        template: the name of the template.
        part: the name of the part, which is also the id of its element.
        context: for the template.
        status: the HTTP status.
    """
    htmx = getattr(request, "htmx", None)
    name = f"{template}#{part}" if htmx and htmx.target == part else template
    response = render(request, name, context, status=status)
    # Else the browser's cache would show a part where the back button wants the page.
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
