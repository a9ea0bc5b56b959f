"""Whether people may get email at all: what they said themselves, what servers said, and erasures."""

from collections.abc import Iterable

from mauntic.crm.models import Consent, Contact
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope, suppressed
from mauntic.kernel.normalize import email_key
from mauntic.kernel.translation import gettext as _


class Refusals:
    """Why leads must not get email, for a set of them, in at most four queries.

    What a person said counts for each of their addresses: an answer from another address of the lead is
    refused as well. That an address does not exist counts for that address alone.
    """

    def __init__(self, wanted: Iterable[tuple[str, Contact, Scope]]) -> None:
        """Read what is known.

        Args: `wanted` has the address in the form of `email_key`, the lead, and the sender.
        """
        rows = list(wanted)
        self._of_address = suppressed((address, scope) for address, _contact, scope in rows)
        others = [(contact, scope) for address, contact, scope in rows if _is_other(contact, address)]
        self._of_person = suppressed(
            ((email_key(contact.email), scope) for contact, scope in others), of_people=True
        )

    def why(self, address: str, contact: Contact, scope: Scope = EVERYTHING) -> str:
        """Return why a lead must not get email at an address; empty if they may."""
        if found := self._of_address.get((address, scope), ""):
            return found
        if self._of_person and _is_other(contact, address):
            found = self._of_person.get((email_key(contact.email), scope), "")
        if found or contact.consent != Consent.REFUSED:
            return found
        return contact.suppressed_reason or _("consent refused")


def refusal_of(contact: Contact, address: str = "") -> str:
    """Return why a lead must not get email, at an address or at the stored one; empty if they may."""
    key = email_key(address or contact.email)
    return Refusals([(key, contact, EVERYTHING)]).why(key, contact)


def _is_other(contact: Contact, address: str) -> bool:
    # Most addresses are stored as they are compared.
    return bool(contact.email) and contact.email != address and email_key(contact.email) != address
