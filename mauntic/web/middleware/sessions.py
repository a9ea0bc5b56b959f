"""What happens when a session has ended: the person signs in, and is back where they were."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# `static/js/drafts.js` keeps what was typed in the form that sent the request.
ENDED = "session-ended"
FORBIDDEN = 403


class SessionEndMiddleware:
    """Sends a person whose session has ended to the sign-in, and from there back to the page that they saw.

    Django would lead them back to the address of the request: for a form or a fragment that is no page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not _asks_who(request, response):
            return response
        htmx = bool(getattr(request, "htmx", None))
        if not htmx and request.method in {"GET", "HEAD"}:
            return response
        query = urlencode({"next": seen_page(request)})
        return _left(request, f"{reverse('account_login')}?{query}")


def _asks_who(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer leads to the sign-in. Hosts without an organization have none."""
    if not isinstance(response, HttpResponseRedirectBase) or not getattr(request, "tenant", None):
        return False
    return urlsplit(response.url).path == reverse("account_login")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's)
    """Say that the page is out of date, or reload the page of an htmx request (`CSRF_FAILURE_VIEW`)."""
    back = seen_page(request)
    if request.headers.get("HX-Request"):
        return _left(request, back)
    return render(request, "403_csrf.html", {"back": back}, status=FORBIDDEN)


def seen_page(request: HttpRequest) -> str:
    """Return the path of the page that sent the request: on this host only, and the start page for none."""
    url = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    is_ours = url_has_allowed_host_and_scheme(url, request.get_host()) and path.startswith("/")
    # A path with two slashes in front would be another host.
    return path if is_ours and not path.startswith("//") else "/"


def _left(request: HttpRequest, url: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(url)
    return trigger_client_event(HttpResponseClientRedirect(url), ENDED)
