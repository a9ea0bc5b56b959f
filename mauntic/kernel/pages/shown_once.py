"""Secrets that one page shows once, after the redirect of the form that made them."""

from django.http import HttpRequest

from mauntic.kernel.secrets import decrypt, encrypt

_PREFIX = "shown_once."


def show_once(request: HttpRequest, name: str, secret: str) -> None:
    """Keep a secret in the session, encrypted, until `take_shown` asks for it."""
    request.session[_PREFIX + name] = encrypt(secret)


def take_shown(request: HttpRequest, name: str) -> str:
    """Return the kept secret and forget it. Empty if there is none."""
    kept = request.session.pop(_PREFIX + name, "")
    return decrypt(kept) if kept else ""
