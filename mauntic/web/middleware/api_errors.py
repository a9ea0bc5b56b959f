"""Return all errors of the APIs as JSON, also those of middleware and of Django."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy

from mauntic.kernel.api.errors import BODY_TOO_LARGE, CODES, body

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PREFIXES = ("/api/", "/v1/")
ERRORS_FROM, OK, NOT_FOUND = 400, 200, 404
# Headers of an error that clients need.
CLIENT_HEADERS = ("Allow", "Retry-After", "WWW-Authenticate", "Access-Control-Allow-Origin", "Vary")
_MESSAGES = {
    400: gettext_lazy("The request is not valid. Check its URL, headers and body."),
    403: gettext_lazy("You are not allowed to do this."),
    404: gettext_lazy("This URL does not exist. Check the path and the ids in it."),
    405: gettext_lazy("This URL does not support this method."),
    413: BODY_TOO_LARGE,
    503: gettext_lazy("The service is not available. Try again in a moment."),
}
_FAILED = gettext_lazy(
    "An error occurred on the server. Try again. If the error occurs again, check the log of the server."
)


def is_api(request: HttpRequest) -> bool:
    """Return whether the request is for the REST API or the tracking API."""
    return request.path_info.startswith(PREFIXES)


class ApiErrorMiddleware:
    """Replaces HTML errors of the APIs, and the page for unknown hosts, with JSON."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not is_api(request) or response.get("Content-Type", "").startswith("application/json"):
            return response
        status = response.status_code
        if status == OK and getattr(request, "tenant", None) is None:
            status = NOT_FOUND  # the host belongs to no organization
        return _as_json(response, status) if status >= ERRORS_FROM else response


def _as_json(response: HttpResponseBase, status: int) -> JsonResponse:
    message = str(_MESSAGES.get(status, _FAILED))
    headers = {name: response[name] for name in CLIENT_HEADERS if name in response}
    response.close()
    return JsonResponse(body(CODES.get(status, "error"), message, {}), status=status, headers=headers)
