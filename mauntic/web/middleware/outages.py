"""Answer 503 while the database is unreachable."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils.translation import gettext_lazy
from django.views.defaults import server_error

from mauntic.kernel.api.errors import body
from mauntic.kernel.db.server import is_outage, watch
from mauntic.web.middleware.api_errors import is_api

RETRY_AFTER_SECONDS = 5
_MESSAGE = gettext_lazy(
    "Mauntic cannot reach a server that it needs. Try again in a moment. Your last change may not be saved."
)
_TRACKING = "/v1/"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class OutageMiddleware:
    """Answers 503 at once while the database is unreachable: no request waits for a connection."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # Only the web server has a pool. Without one, a connection fails at once.
        self._watches = bool(settings.DATABASES["default"]["OPTIONS"].get("pool"))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._watches:
            watch.start()
            if watch.is_away:
                return unavailable(request)
        return self.get_response(request)


def handle_error(request: HttpRequest) -> HttpResponse:
    """Answer an unhandled error (`handler500`): 503 if a server was unreachable, else 500."""
    return unavailable(request) if is_outage(sys.exc_info()[1]) else server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return a 503 with `Retry-After`, without a query."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    if request.path_info.startswith(_TRACKING):  # pages of other sites may read the response
        headers["Access-Control-Allow-Origin"] = "*"
    if is_api(request):
        return JsonResponse(body("unavailable", str(_MESSAGE), {}), status=503, headers=headers)
    page = get_template("503.html").render({"message": _MESSAGE})
    return HttpResponse(page, status=503, headers=headers)
