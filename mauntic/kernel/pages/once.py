"""Forms that are sent twice do their work once.

A form that creates something carries a token (`{% once_token %}`). The first request with a token and these
very values does the work; another one waits for it and is sent where the first one was sent. Other values
under the same token (the browser's Back button) are a new request. Tokens belong to a user of a tenant and
are kept in the cache: without Redis a form works as if it had no token.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.urls import reverse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from mauntic.kernel.pages.refusals import refused_page
from mauntic.kernel.requests.bodies import digest_of

FIELD = "once"
CONFLICT = 409
RETENTION_SECONDS = 3600
# Longer than any request: a process that died in one does not block the form.
CLAIMED_SECONDS = 60
WAIT_SECONDS, POLL_SECONDS = 10, 0.05
_RUNNING, _SENT = "…", "mauntic.once.sent"
_NOT_VALUES = {FIELD, "csrfmiddlewaretoken"}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def mark_sent(request: HttpRequest) -> None:
    """Mark the form as submitted, for a response that is not a redirect.

    Args:
        request: the request that submitted the form.
    """
    request.META[_SENT] = True


@dataclass(frozen=True, slots=True)
class _Claim:
    """The place in the cache of one user's token with these values."""

    key: str

    @classmethod
    def of(cls, request: HttpRequest) -> "_Claim | None":
        """Return the claim of a form with a token; None for any other request."""
        # The API reads its bodies by itself, and has Idempotency-Key.
        if request.method != "POST" or request.path.startswith("/api/") or not request.user.is_authenticated:
            return None
        try:
            token = UUID(request.POST.get(FIELD, ""))
        except ValueError:
            return None
        values = sorted((name, given) for name, given in request.POST.lists() if name not in _NOT_VALUES)
        sent = [(name, file) for name, files in request.FILES.lists() for file in files]
        files = sorted((name, str(file.name), digest_of(file)) for name, file in sent)
        digest = hashlib.sha256(repr((request.get_full_path(), values, files)).encode()).hexdigest()
        return cls(f"once:{request.user.pk}:{token}:{digest}")

    def take(self) -> str | None:
        """Return None where the request is the first, else where that one was sent.

        Waits while the first one runs; `_RUNNING` when that takes too long.
        """
        for _try in range(int(WAIT_SECONDS / POLL_SECONDS)):
            if cache.add(self.key, _RUNNING, CLAIMED_SECONDS):
                return None
            address: str | None = cache.get(self.key)
            if address not in (None, _RUNNING):
                return address
            time.sleep(POLL_SECONDS)
        return _RUNNING

    def finish(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Keep the result of a request that did its work; free the token of one that did not."""
        if isinstance(response, HttpResponseRedirectBase) and not _asks_who(response):
            cache.set(self.key, response.url, RETENTION_SECONDS)
        elif request.META.get(_SENT) and response.status_code < 400:  # noqa: PLR2004 (a success)
            cache.set(self.key, "", RETENTION_SECONDS)
        else:
            cache.delete(self.key)


class OnceMiddleware:
    """Answers the second request of a form like the first, without doing its work again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        claim = _Claim.of(request)
        if claim is None:
            return self.get_response(request)
        with suppress(RedisError):
            address = claim.take()
            if address is not None:
                return _again(request, address)
        response = self.get_response(request)
        with suppress(RedisError):
            claim.finish(request, response)
        return response


def _again(request: HttpRequest, address: str) -> HttpResponse:
    if address == _RUNNING:
        sentence = _("This form is still being saved. Open the page again in a moment to see the result.")
        return refused_page(request, sentence, CONFLICT, template="web/still_saving.html")
    if address:
        return HttpResponseRedirect(address)
    if getattr(request, "htmx", None):
        return HttpResponse(status=204)
    messages.warning(request, _("You submitted this form twice. Mauntic saved it once."))
    return HttpResponseRedirect(request.get_full_path())


def _asks_who(response: HttpResponseRedirectBase) -> bool:
    """Whether it leads to a sign-in: then nothing was done yet."""
    path = urlsplit(response.url).path
    return path in {reverse("account_login"), reverse("account_reauthenticate")}
