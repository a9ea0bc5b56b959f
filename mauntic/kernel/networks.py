"""Which addresses lie outside this installation: those that customers may name are checked by them."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

INNER = tuple(
    map(
        ip_network,
        (
            # Public by its number, but answers inside Azure only: its machines' configuration, with secrets.
            "168.63.129.16/32",
            "192.88.99.0/24",  # relays of 6to4
            # IPv6 addresses that hold one of IPv4: a router between both may lead them to an inner one.
            "::/96",
            "::ffff:0:0:0/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "fec0::/10",  # of sites, before there was fc00::/7
            "5f00::/16",  # segment routing
            "3fff::/20",  # documentation
        ),
    )
)
"""Networks that Python calls global, and that lead into a network of this installation, or may."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one of the world. An address of IPv4 in IPv6 counts as that of IPv4."""
    found = unmapped(address)
    return found.is_global and not found.is_multicast and not any(found in each for each in INNER)


def unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the address of IPv4 that an IPv6 address stands for (`::ffff:10.0.0.1`), else the address."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def address_of(text: str) -> IPv4Address | IPv6Address:
    """Return an address of `getaddrinfo`, without the interface behind a percent sign."""
    return ip_address(text.partition("%")[0])


def allowed_addresses(host: str, port: int, *, loopback: bool, private: bool) -> Iterator[str]:
    """Yield the addresses of a name that may be called, in the order of the resolver.

    Connect to these rather than to the name, which could lead elsewhere by then.

    Args:
        host: a name or an address.
        loopback: whether this machine may be called.
        private: whether all networks may be called.

    Raises: `OSError` if the name is unknown.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for address in dict.fromkeys(str(each[4][0]) for each in found):
        if private or _is_allowed(address, loopback=loopback):
            yield address


def _is_allowed(address: str, *, loopback: bool) -> bool:
    found = unmapped(address_of(address))
    return loopback if found.is_loopback else is_public(found)
