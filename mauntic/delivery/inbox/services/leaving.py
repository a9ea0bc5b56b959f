"""Keep what must outlive a deleted contact: the links in their emails, and what an erasure asks for."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from mauntic.crm.models import Contact
from mauntic.delivery.inbox.models import Reply
from mauntic.delivery.messages.models import Message, PastRecipient
from mauntic.delivery.messages.services.handing import scopes_of
from mauntic.delivery.suppression.domain.digests import digest_of
from mauntic.delivery.suppression.selectors import current_salt
from mauntic.delivery.suppression.services import erase_addresses
from mauntic.kernel.normalize import email_key


@transaction.atomic
def let_go(*, contact_ids: Collection[UUID], is_erasure: bool) -> None:
    """Prepare the deletion of contacts, which deletes their messages and replies with the whole mails.

    Links for unsubscribing go on to work, by digests. Addresses of erased people are suppressed for good, and
    mail from them that belongs to no lead is deleted.

    Args:
        contact_ids: the contacts, locked.
        is_erasure: whether these people asked for it.
    """
    _keep_links(list(Message.objects.on_their_way().filter(contact__in=contact_ids)))
    if is_erasure:
        addresses = _addresses_of(contact_ids)
        erase_addresses(addresses=addresses)
        Reply.objects.filter(contact=None, sender_address__in=addresses - {""}).delete()


def _addresses_of(contact_ids: Collection[UUID]) -> set[str]:
    """Return all addresses of people: stored, written to, and those that they wrote from."""
    stored = Contact.objects.filter(pk__in=contact_ids).values_list("email", flat=True)
    written_to = Message.objects.filter(contact__in=contact_ids).values_list("to_address", flat=True)
    replies = Reply.objects.filter(contact__in=contact_ids, is_human=True)
    written_from = set(replies.values_list("sender_address", flat=True))
    others = Contact.objects.with_emails(written_from).exclude(pk__in=contact_ids)
    written_from -= {email_key(each) for each in others.values_list("email", flat=True)}
    return {email_key(each) for each in (*stored, *written_to, *written_from)}


def _keep_links(sent: list[Message]) -> None:
    if not sent:
        return
    salt, scopes = current_salt(), scopes_of(sent)
    rows = [
        PastRecipient(
            pk=row.pk,
            digest=digest_of(row.to_address, salt),
            scope_kind=scopes[row.pk].kind,
            scope_id=scopes[row.pk].id,
        )
        for row in sent
    ]
    PastRecipient.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000)
