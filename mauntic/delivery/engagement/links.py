"""The signed addresses that count: of a picture, and of links. They cannot be guessed, nor lead elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.delivery.engagement.models import Link
from mauntic.kernel.errors import NotFound
from mauntic.tenants.context import current_schema

LIVES = timedelta(days=730)
_PLACE = "place-of-token"


def counted_addresses(message_id: UUID, urls: Iterable[str], home: str) -> Mapping[str, str]:
    """Return the address that stands for each link of an email. `home` is that of the organization."""
    return {url: f"{home}{path_with('delivery:followed', _token(message_id, url))}" for url in urls}


def picture_address(message_id: UUID, home: str) -> str:
    """Return the address of the picture that counts openings of an email."""
    return f"{home}{path_with('delivery:opened', _token(message_id, ''))}"


def path_with(name: str, token: str) -> str:
    """Return the path of a named address with a signed token, which needs no escaping."""
    return _path(name).replace(_PLACE, token)


def link_of(token: str, *, is_picture: bool) -> Link:
    """Return the link or picture of a token.

    Args:
        token: of an address.
        is_picture: which of both the address is for.

    Raises: `NotFound` for a forged token, an old one, one of another organization, and a deleted email.
    """
    try:
        pk = UUID(signing.loads(token, salt=_salt(), max_age=LIVES))
    except (signing.BadSignature, ValueError):
        raise NotFound(_("This link is not valid. Copy the whole link from the email.")) from None
    found = Link.objects.filter(pk=pk).first()
    if found is None or is_picture != (not found.url):
        raise NotFound(_("This link is not valid any more."))
    return found


def _token(message_id: UUID, url: str) -> str:
    return signing.dumps(str(Link.id_of(message_id, url)), salt=_salt())


@cache
def _path(name: str) -> str:
    """The same for every message: to look it up takes as long as to hand over the message."""
    return reverse(name, args=[_PLACE])


def _salt() -> str:
    return f"mauntic.delivery.link:{current_schema()}"
