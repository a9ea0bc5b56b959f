"""Pages and their named parts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


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
