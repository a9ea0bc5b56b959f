"""Middleware of all pages: the time zone of the user, policies, known errors."""

from collections.abc import Callable

import structlog
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from mauntic.accounts.models import User
from mauntic.kernel import errors
from mauntic.kernel.api.errors import CODES, body
from mauntic.kernel.db.refusals import known_error
from mauntic.kernel.pages.refusals import refused_page, sentence_of
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
    """Shows times in the zone of the user, else in that of the organization."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        own = request.user.time_zone if isinstance(request.user, User) else ""
        organization = getattr(request, "tenant", None)
        with timezone.override(time_zone(own or getattr(organization, "time_zone", "") or "UTC")):
            return self.get_response(request)


class AdminPolicyMiddleware:
    """Allows the scripts of the Django admin: Unfold has Alpine expressions and styles in attributes."""

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
    """Keeps responses to users out of all caches, also out of that of the browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(request.user, User) and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        return response


class StorableQueryMiddleware:
    """Refuses URLs with characters that the database cannot store.

    Returns the response itself: an exception would be logged with its traceback for each such request.
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
        message = _("The URL has a character that is not text (%00). Remove it.")
        return JsonResponse(body(CODES[BAD_REQUEST], message, {}), status=BAD_REQUEST)


class KnownErrorMiddleware:
    """Shows known errors, also those of the database, as pages instead of a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page of a known error.

        Returns: None for other errors, which Django handles.
        """
        if isinstance(error, DatabaseError) and (known := known_error(error)):
            log.warning("page.database_refused", exc_info=error)
            error = known
        if not isinstance(error, errors.MaunticError):
            return None
        for cls, (status, template) in _PAGES.items():
            if isinstance(error, cls):
                return render(request, template, {"message": error.message}, status=status)
        # A GET with an invalid URL sent no form.
        invalid = UNPROCESSABLE if request.method == "POST" else BAD_REQUEST
        status = invalid if isinstance(error, errors.Invalid) else CONFLICT
        return refused_page(request, sentence_of(error), status)
