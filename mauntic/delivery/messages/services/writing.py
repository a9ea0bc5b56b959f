"""Emails that people write by hand."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.models import Contact
from mauntic.delivery.mailboxes.models import State
from mauntic.delivery.mailboxes.selectors import mailbox_of
from mauntic.delivery.messages.domain.tokens import unknown_tokens
from mauntic.delivery.messages.origins import PERSON
from mauntic.delivery.messages.selectors.recipients import refusal_of
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid

MOST_TEXT = 20_000
MOST_SUBJECT = 300


@transaction.atomic
def write(*, contact_id: UUID, mailbox_id: UUID, subject: str, text: str, by: User, once: str) -> Contact:
    """Write to a lead. The email goes out as soon as the gate lets it.

    Args:
        contact_id: the lead.
        mailbox_id: from which it goes; one of the person's.
        subject: plain.
        text: plain.
        by: the person who writes.
        once: a key of this email: sent twice with one key, it goes out once.

    Returns: the lead.
    Raises: `Invalid` for an empty or too long subject or text, and for tokens, which nothing fills here;
        `NotFound` for a mailbox that is not theirs; `Conflict` if the lead must not get email, or the
        mailbox is off.
    """
    wrong = {
        name: problem
        for name, value, most in (("subject", subject, MOST_SUBJECT), ("text", text, MOST_TEXT))
        if (problem := problem_of(value, most))
    }
    if wrong:
        raise Invalid(wrong)
    contact, mailbox = lead(contact_id), mailbox_of(by, mailbox_id)
    if mailbox.state == State.OFF:
        raise Conflict(_("{mailbox} is switched off.").format(mailbox=mailbox))
    if reason := why_not_written(contact):
        raise Conflict(reason)
    queue_messages(
        letters=[
            Letter(
                mailbox_id=mailbox.pk,
                mailbox_address=mailbox.address,
                contact_id=contact.pk,
                address=contact.email,
                subject=subject.strip(),
                body=text,
                origin_kind=PERSON,
                origin_id=contact.pk,
                origin_step=once[:40],
                written_by=by.pk,
            )
        ]
    )
    return contact


def why_not_written(contact: Contact) -> str:
    """Return why nobody may write to a lead, for people; empty if they may."""
    if not contact.email:
        return _("{name} has no email address. Add it to the lead first.").format(name=contact.name)
    if reason := refusal_of(contact):
        return _("{name} must not get email: {reason}.").format(name=contact.name, reason=reason)
    return ""


def problem_of(text: str, most: int) -> str:
    """Return what is wrong with a text that a person wrote to one lead; empty if nothing is.

    Braces stand for values in the texts of sequences alone. Here nothing would replace them.
    """
    if not text.strip():
        return _("Write something.")
    if len(text) > most:
        return _("Write at most {count} characters.").format(count=number(most))
    if unknown_tokens(text, ()):
        return _("Nothing replaces words in double braces here. Write them out.")
    return ""
