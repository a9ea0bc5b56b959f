"""What every page needs around it: the person's time zone, sign-in for fragments, known errors."""

from collections.abc import Callable

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import bad_request
from django_htmx.http import HttpResponseClientRedirect, reswap

from mauntic.accounts.models import User
from mauntic.kernel import errors
from mauntic.kernel.api.errors import CODES, body
from mauntic.kernel.db.refusals import known_error
from mauntic.kernel.pages.refusals import sentence_of
from mauntic.kernel.time.calendar import time_zone
from mauntic.kernel.values.stored_text import is_storable
from mauntic.web.middleware.api_errors import is_api

log = structlog.get_logger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]
BAD_REQUEST, CONFLICT, UNPROCESSABLE = 400, 409, 422

_PAGES: dict[type[errors.MaunticError], tuple[int, str]] = {
    errors.NotFound: (404, "404.html"),
    errors.NotAllowed: (403, "403.html"),
}


class PersonalTimeZoneMiddleware:
    """Shows times in the person's zone, else the organization's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = request.user.time_zone if isinstance(request.user, User) else ""
        organization = getattr(request, "tenant", None)
        with timezone.override(time_zone(own or getattr(organization, "time_zone", "") or "UTC")):
            return self.get_response(request)


class AdminPolicyMiddleware:
    """Lets the Django admin's own scripts run: Unfold's are Alpine expressions and styles in attributes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.get_admin_response: GetResponse = csp_replace(
            {"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
        )(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if getattr(request, "tenant", None) and request.path.startswith(reverse("admin:index")):
            return self.get_admin_response(request)
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Keeps what signed-in people and programs are shown out of every cache, the browser's included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(request.user, User) and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class HtmxLoginMiddleware:
    """A fragment that is refused for want of a session sends the whole page to the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not getattr(request, "htmx", False) or not isinstance(response, HttpResponseRedirectBase):
            return response
        sign_in = reverse("account_login")
        return HttpResponseClientRedirect(sign_in) if response.url.startswith(sign_in) else response


class StorableQueryMiddleware:
    """Refuses addresses that ask the database for text which it cannot hold: no path and no query has it.

    It answers by itself: an exception would be logged with its traceback, once for each request of a scanner.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_storable(request.path_info):
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") and not is_storable(dict(request.GET.lists())):
            return self._refused(request)
        return self.get_response(request)

    @staticmethod
    def _refused(request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return bad_request(request, BadRequest())
        message = "The address holds a character that is no text (%00): leave it out."
        return JsonResponse(body(CODES[BAD_REQUEST], message, {}), status=BAD_REQUEST)


class KnownErrorMiddleware:
    """Shows the product's own errors, and what the database refuses, as pages instead of a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a known error; None leaves the others to Django."""
        if isinstance(error, DatabaseError) and (known := known_error(error)):
            log.warning("page.database_refused", exc_info=error)
            error = known
        if not isinstance(error, errors.MaunticError):
            return None
        for cls, (status, template) in _PAGES.items():
            if isinstance(error, cls):
                return render(request, template, {"message": error.message}, status=status)
        # Nothing was sent with an address that cannot be read.
        invalid = UNPROCESSABLE if request.method == "POST" else BAD_REQUEST
        status = invalid if isinstance(error, errors.Invalid) else CONFLICT
        return _refused_page(request, sentence_of(error), status)


def _refused_page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A page with the sentence; for htmx a message beside what is shown, which stays."""
    if not getattr(request, "htmx", None):
        return render(request, "web/refused.html", {"message": sentence}, status=status)
    messages.error(request, sentence)
    return reswap(render(request, "components/messages.html", {"oob": True}, status=UNPROCESSABLE), "none")
