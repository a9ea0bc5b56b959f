"""Connections to mail servers, whose names people enter: to none of the networks of this installation.

What they say is read for no longer than an answer may take.

Without this, the words of a "test" would tell what listens behind the firewall.
"""

import socket
from io import BufferedReader
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext as _

from mauntic.kernel.networks import allowed_addresses


def connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """Connect to a server by name. What was checked is what is connected to: the name is looked up once.

    Raises: `OSError` if it cannot be reached, also since all its addresses are private.
    """
    failure = OSError(
        _("Its address is in a private network. Ask who runs Mauntic to allow private mail servers.")
    )
    loopback, private = settings.MAUNTIC_HTTP_ALLOW_LOOPBACK, settings.MAUNTIC_MAIL_PRIVATE_SERVERS
    for address in allowed_addresses(host, port, loopback=loopback, private=private):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            failure = error
    raise failure


def line_of(stream: BufferedReader, most: int, *, until: float) -> bytes:
    """Return the next line of a connection, at most so many bytes of it; what came so far at its end.

    The time limit of a connection holds for each byte: a server that sends one now and then would never run
    into it, and keep a worker as long as it likes.

    Args:
        stream: of the connection.
        most: bytes.
        until: a moment of the monotonic clock.

    Raises: `TimeoutError` after that moment.
    """
    line = b""
    while len(line) < most and (ready := _ready(stream, until)):
        end = ready.find(b"\n") + 1
        line += stream.read(min(end or len(ready), most - len(line)))
        if end:
            break
    return line


def bytes_of(stream: BufferedReader, size: int, *, until: float) -> bytes:
    """Return so many bytes of a connection, fewer at its end, as `line_of`."""
    found = bytearray()
    while len(found) < size and (ready := _ready(stream, until)):
        found += stream.read(min(len(ready), size - len(found)))
    return bytes(found)


def _ready(stream: BufferedReader, until: float) -> bytes:
    if monotonic() > until:
        raise TimeoutError("The answer of the server takes too long.")
    return stream.peek()  # one read of the connection at most
