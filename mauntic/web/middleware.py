"""What every page needs around it: the person's time zone, sign-in for fragments, known errors."""

import zoneinfo
from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from mauntic.accounts.models import User
from mauntic.kernel import errors
from mauntic.kernel.stored_text import is_storable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

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
        with timezone.override(zoneinfo.ZoneInfo(own or getattr(organization, "time_zone", "") or "UTC")):
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
    """Refuses addresses that ask the database for text which it cannot hold."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", "") and not is_storable(dict(request.GET.lists())):
            raise BadRequest("The address holds a character that is no text.")
        return self.get_response(request)


class KnownErrorMiddleware:
    """Shows the house's own errors as pages or messages instead of a server error."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a known error; None leaves the others to Django."""
        if not isinstance(error, errors.MaunticError):
            return None
        for cls, (status, template) in _PAGES.items():
            if isinstance(error, cls):
                return render(request, template, {"message": error.message}, status=status)
        messages.error(request, error.message)
        status = 400 if isinstance(error, errors.Invalid) else 409
        return render(request, "web/refused.html", {"message": error.message}, status=status)
