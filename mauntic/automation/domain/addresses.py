"""Addresses that people name for automation to call, and secrets for their signatures."""

import base64
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from mauntic.kernel.http import origin_of
from mauntic.kernel.networks import is_public

SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"  # noqa: S105 (the prefix that Standard Webhooks asks for)
LONGEST = 500


def address_problem(url: str, *, allow_loopback: bool = False) -> str:
    """Return why an address cannot be called; empty if it can. Where its name leads is checked at each call.

    Args:
        url: as entered.
        allow_loopback: whether this machine may be called, without encryption, too.
    """
    try:
        scheme, host, _port = origin_of(url)
    except ValueError:
        return _("Enter an address such as https://hooks.example.com/mauntic.")
    if not host or len(url) > LONGEST or urlsplit(url).username or " " in url:
        return _("Enter an address such as https://hooks.example.com/mauntic.")
    is_here = _is_loopback(host)
    if is_here and allow_loopback and scheme in {"http", "https"}:
        return ""
    if scheme != "https":
        return _("Enter an address that begins with https://.")
    if is_here or not _may_be_public(host):
        return _("This address leads into the inner network. Enter one that can be reached from outside.")
    return ""


def new_secret() -> str:
    """Return a new secret for signatures, of 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _may_be_public(host: str) -> bool:
    try:
        return is_public(ip_address(host))
    except ValueError:
        return "." in host
