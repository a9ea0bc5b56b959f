"""Keys with which emails are signed, where the mail server does not sign them."""

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.delivery.domains.adapters.dns import texts_of
from mauntic.delivery.domains.domain.records import Lookup
from mauntic.delivery.domains.domain.signing import new_key
from mauntic.delivery.domains.models import SendingDomain
from mauntic.delivery.domains.services.lookups import look_up
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.ids import new_id


@transaction.atomic
def create_key(*, name: str) -> SendingDomain:
    """Make a key for a domain. Nothing is signed with it until its record is published and it is switched on.

    Args:
        name: of the domain, in ASCII.

    Raises: `Conflict` if the domain has a key.
    """
    SendingDomain.objects.get_or_create(name=name)
    row = SendingDomain.objects.select_for_update(no_key=True).get(name=name)
    if row.selector:
        raise Conflict(_("{domain} has a key already.").format(domain=name))
    # Organizations that share a domain have one key each: the name says whose.
    row.selector = f"mauntic-{new_id().hex[-8:]}"
    row.private_key, row.public_key = new_key()
    row.save(update_fields=["selector", "private_key", "public_key"])
    return row


def switch_signing(*, name: str, on: bool, lookup: Lookup = texts_of) -> SendingDomain:
    """Sign the emails of a domain, or stop. It starts only when receivers find the key in DNS.

    Args:
        name: of the domain, in ASCII.
        on: the new state.
        lookup: of TXT records.

    Raises: `Invalid` for `on` if the record is not published, has another key, or cannot be looked up.
    """
    if not on:
        return _set(name, signs=False)
    row = look_up(name=name, lookup=lookup)
    if row.key_found_at is None or row.key_found_at != row.looked_at:
        raise Invalid(
            {
                "on": _(
                    "The record is not published yet. Changes of DNS take minutes to hours; try again later."
                )
            }
        )
    return _set(name, signs=True)


@transaction.atomic
def _set(name: str, *, signs: bool) -> SendingDomain:
    SendingDomain.objects.filter(name=name).update(signs=signs)
    return SendingDomain.objects.get(name=name)
