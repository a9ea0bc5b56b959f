"""What people and programs are told while the database is away: come back in a moment."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.views.defaults import server_error

from mauntic.kernel.api.errors import body
from mauntic.kernel.db.server import is_outage, watch
from mauntic.web.middleware.api_errors import is_api

RETRY_AFTER_SECONDS = 5
_SENTENCE = "Mauntic cannot reach a server that it needs. Try again soon; your last change may not be saved."
_TRACKING = "/v1/"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class OutageMiddleware:
    """Refuse requests at once while the database is away, instead of letting each wait for a connection."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        # The pool is of the web server. Elsewhere a connection is tried at once and fails by itself.
        self._watches = bool(settings.DATABASES["default"]["OPTIONS"].get("pool"))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._watches:
            watch.start()
            if watch.is_away:
                return unavailable(request)
        return self.get_response(request)


def handle_error(request: HttpRequest) -> HttpResponse:
    """Answer an error that nobody handled, as `handler500`: 503 where a server was away, else 500."""
    return unavailable(request) if is_outage(sys.exc_info()[1]) else server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say when to come back, without asking the database for anything."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    if request.path_info.startswith(_TRACKING):  # pages of other sites may read the answer, too
        headers["Access-Control-Allow-Origin"] = "*"
    if is_api(request):
        return JsonResponse(body("unavailable", _SENTENCE, {}), status=503, headers=headers)
    page = get_template("503.html").render({"sentence": _SENTENCE})
    return HttpResponse(page, status=503, headers=headers)
