"""Refuse request bodies that are too large for their route."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from mauntic.kernel.api.errors import body
from mauntic.kernel.display import number
from mauntic.kernel.requests.bodies import DEFAULT_BYTES, MEGABYTE
from mauntic.web.middleware.api_errors import is_api
from mauntic.web.middleware.body_limit import CUT, limit_of

TOO_LARGE = 413
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class BodyLimitMiddleware:
    """Answers 413 to a body that is too large, as a page or as JSON, without reading it.

    The declared length is enough: a server without ASGI passes on no more than that.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        declared = request.META.get("CONTENT_LENGTH") or ""
        length = int(declared) if declared.isdecimal() else 0
        scope: dict[str, Any] = getattr(request, "scope", {})
        if CUT in scope or (length > DEFAULT_BYTES and length > limit_of(request.path_info)):
            return _refused(request)
        return self.get_response(request)


def _refused(request: HttpRequest) -> HttpResponse:
    text = _("The request is too large. The maximum is {most} MB.")
    message = text.format(most=number(limit_of(request.path_info) / MEGABYTE, 2))
    if is_api(request):
        return JsonResponse(body("too_large", message, {}), status=TOO_LARGE)
    return render(request, "web/refused.html", {"message": message}, status=TOO_LARGE)
