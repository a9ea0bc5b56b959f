"""Programs get JSON for every error, whoever answers: a view, a middleware or Django itself."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from mauntic.kernel.api.errors import CODES, body

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PREFIXES = ("/api/", "/v1/")
ERRORS_FROM, OK, NOT_FOUND = 400, 200, 404
# Headers that say what to do about an error.
KEPT = ("Allow", "Retry-After", "WWW-Authenticate", "Access-Control-Allow-Origin", "Vary")
_MESSAGES = {
    400: "The request cannot be read. Check its address, headers and body.",
    403: "This is not allowed.",
    404: "There is nothing at this address. Check the path and the ids in it.",
    405: "This address does not take this method.",
    413: "The body is too large. Send less at once.",
    503: "The service is not available right now. Try again in a moment.",
}
_BROKEN = "Something failed on the server. Try again; if it fails again, look into the server's log."


def is_api(request: HttpRequest) -> bool:
    """Return whether a program asks: the REST API or the tracking API."""
    return request.path_info.startswith(PREFIXES)


class ApiErrorMiddleware:
    """Puts the error body of the API in place of an HTML error, and of the page for unknown hosts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_api(request) or response.get("Content-Type", "").startswith("application/json"):
            return response
        status = response.status_code
        if status == OK and getattr(request, "tenant", None) is None:
            status = NOT_FOUND  # no organization has this host
        return _as_json(response, status) if status >= ERRORS_FROM else response


def _as_json(response: HttpResponseBase, status: int) -> JsonResponse:
    message = _MESSAGES.get(status, _BROKEN)
    headers = {name: response[name] for name in KEPT if name in response}
    response.close()
    return JsonResponse(body(CODES.get(status, "error"), message, {}), status=status, headers=headers)
