"""Whose address a request really comes from, behind the proxies that the installation trusts."""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_WITH_PORT = re.compile(r"(?P<v4>[\d.]{7,15}):\d{1,5}|\[(?P<v6>[0-9a-fA-F:.]{2,45})\](?::\d{1,5})?")

# The peer of a web server that listens on a socket file has no address.
SOCKET = "socket"


class TrustedProxyMiddleware:
    """Put the client's address into `REMOTE_ADDR`, which limits, spam checks and logs read.

    `X-Forwarded-For` counts only as far as trusted proxies wrote it: anybody can send the header.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        named = [name.strip() for name in settings.MAUNTIC_TRUSTED_PROXIES if name.strip()]
        self.trusts_socket = SOCKET in named
        self.networks = _networks(name for name in named if name != SOCKET)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        peer = str(request.META.get("REMOTE_ADDR") or "")
        if self._is_trusted(peer):
            forwarded = request.headers.get("X-Forwarded-For", "")
            request.META["REMOTE_ADDR"] = self._client_behind(peer, forwarded)
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        if not address:
            return self.trusts_socket
        parsed = _parsed(address)
        return parsed is not None and any(parsed in network for network in self.networks)

    def _client_behind(self, peer: str, forwarded: str) -> str:
        """Return the last address that no trusted proxy has, or that of the farthest trusted one."""
        client = peer
        for part in reversed(forwarded.split(",")):
            parsed = _parsed(part)
            if parsed is None:
                break
            client = str(parsed)
            if not self._is_trusted(client):
                break
        return client


def _parsed(text: str) -> Address | None:
    """Return the address without a port, which some proxies add; IPv4 written as IPv6 counts as IPv4."""
    held = _WITH_PORT.fullmatch(text.strip())
    try:
        parsed = ip_address((held["v4"] or held["v6"]) if held else text.strip())
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed


def _networks(names: Iterable[str]) -> list[Network]:
    try:
        return [ip_network(name, strict=False) for name in names]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"MAUNTIC_TRUSTED_PROXIES: {error}. Write 10.0.0.0/8 or {SOCKET}."
        ) from error
