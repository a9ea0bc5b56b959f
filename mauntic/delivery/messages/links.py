"""The signed addresses in emails. They name a message of one organization and cannot be guessed."""

from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mauntic.delivery.engagement.links import path_with
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.domain.reply_tokens import reply_address
from mauntic.delivery.messages.models import Message, PastRecipient
from mauntic.kernel.errors import NotFound
from mauntic.kernel.normalize import ascii_email
from mauntic.tenants.context import current_organization, current_schema
from mauntic.tenants.selectors import address_of


def home_address() -> str:
    """Return the address of the current organization, with which all links in its emails begin."""
    return address_of(current_organization())


def unsubscribe_address(message: Message, home: str) -> str:
    """Return where the recipient of a message unsubscribes."""
    return f"{home}{path_with('delivery:unsubscribe', _signed('unsubscribe', message.pk))}"


def reply_to(mailbox: Mailbox, message: Message) -> str:
    """Return the address for answers to a message; empty if the mailbox knows no plus addressing."""
    address = ascii_email(mailbox.address)
    return reply_address(address, message.pk, reply_key()) if mailbox.plus_addressing and address else ""


def reply_key() -> bytes:
    """Return the key of the addresses for answers, which is another one in each organization."""
    return salted_hmac("mauntic.delivery.reply", current_schema(), algorithm="sha256").digest()


def recipient_of(token: str) -> Message | PastRecipient:
    """Return the message of a token for unsubscribing, or its recipient if the contact was deleted.

    Raises: `NotFound` for a forged token, and for one of another organization.
    """
    try:
        pk = UUID(signing.loads(token, salt=_salt("unsubscribe")))
    except (signing.BadSignature, ValueError):
        raise NotFound(_("This link is not complete. Copy the whole link from the email.")) from None
    message = Message.objects.select_related("contact", "mailbox").filter(pk=pk).first()
    found = message or PastRecipient.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("This link is not valid any more."))
    return found


def _signed(purpose: str, pk: UUID) -> str:
    return signing.dumps(str(pk), salt=_salt(purpose))


def _salt(purpose: str) -> str:
    return f"mauntic.delivery.{purpose}:{current_schema()}"
