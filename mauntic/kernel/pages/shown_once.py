"""Secrets that one page shows once, after the redirect of the form that made them."""

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mauntic.kernel.secrets import decrypt, encrypt

_PREFIX = "shown_once."


def show_once(request: HttpRequest, name: str, secret: str) -> None:
    """Keep a secret in the session, encrypted, until `take_shown` asks for it."""
    request.session[_PREFIX + name] = encrypt(secret)


def take_shown(request: HttpRequest, name: str) -> str:
    """Return the kept secret and forget it. Empty if there is none.

    A key that was rotated meanwhile still reads it while it is listed in `ENCRYPTION_KEYS`. Without it, a
    message says what to do, and the result is empty.
    """
    kept = request.session.pop(_PREFIX + name, "")
    if not kept:
        return ""
    try:
        return decrypt(kept)
    except ImproperlyConfigured:
        sentence = _(
            "This secret cannot be shown: the encryption key changed. Revoke it, then create a new one."
        )
        messages.error(request, sentence)
        return ""
