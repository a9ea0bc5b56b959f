"""Connections to mail servers, whose names people enter: to none of the networks of this installation.

Without this, the words of a "test" would tell what listens behind the firewall.
"""

import socket
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from mauntic.kernel.networks import address_of, is_public, unmapped


def connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to a server by name. What was checked is what is connected to: the name is looked up once.

    Raises: `OSError` if it cannot be reached, also since all its addresses are private.
    """
    failure = OSError(
        _("Its address is in a private network. Ask who runs Mauntic to allow private mail servers.")
    )
    for address in _allowed(host, port):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure


def _allowed(host: str, port: int) -> Iterator[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return (address for address in dict.fromkeys(str(each[4][0]) for each in found) if _is_allowed(address))


def _is_allowed(address: str) -> bool:
    if settings.MAUNTIC_MAIL_PRIVATE_SERVERS:
        return True
    found = unmapped(address_of(address))
    if found.is_loopback:
        return bool(settings.MAUNTIC_HTTP_ALLOW_LOOPBACK)
    return is_public(found)
