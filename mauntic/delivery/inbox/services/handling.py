"""What people do with replies: answer, snooze, assign, finish, correct the class."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.inbox.models import HUMAN, Reply, ReplyClass
from mauntic.delivery.inbox.selectors.answering import address_to_answer, why_no_answer
from mauntic.delivery.mailboxes.selectors import people_who_send_from
from mauntic.delivery.messages.domain.letters import reply_subject
from mauntic.delivery.messages.domain.tokens import literal
from mauntic.delivery.messages.origins import PERSON
from mauntic.delivery.messages.services.queue import Letter, queue_messages
from mauntic.delivery.messages.services.writing import MOST_TEXT, problem_of
from mauntic.delivery.replies.domain.classes import REFINABLE, Label
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict, Invalid


@transaction.atomic
def answer(*, reply_id: UUID, text: str, by: User, once: str) -> Reply:
    """Answer a reply from the same mailbox in the same thread. The reply is done.

    Args:
        reply_id: the reply.
        text: plain.
        by: the person who writes.
        once: a key of this answer: sent twice with one key, it goes out once.

    Raises: `Invalid` for a text that is empty or too long or holds tokens, `Conflict` if nobody may or can be
        answered, such as a bounce, or a lead who unsubscribed.
    """
    if problem := problem_of(text, MOST_TEXT):
        raise Invalid({"text": problem})
    reply = _held(reply_id)
    if reason := why_no_answer(reply):
        raise Conflict(reason)
    queue_messages(letters=[_letter(reply, text, by, once)])
    reply.done_at, reply.snoozed_until = now(), None
    reply.save(update_fields=["done_at", "snoozed_until"])
    return reply


@transaction.atomic
def finish(*, reply_id: UUID, is_done: bool = True) -> Reply:
    """Mark a reply as done, or as to do again."""
    reply = _held(reply_id)
    reply.done_at, reply.snoozed_until = (now() if is_done else None), None
    reply.save(update_fields=["done_at", "snoozed_until"])
    return reply


@transaction.atomic
def snooze(*, reply_id: UUID, until: datetime) -> Reply:
    """Put a reply aside until a moment.

    Raises: `Invalid` for a moment that has passed.
    """
    if until <= now():
        raise Invalid({"until": _("Choose a time in the future.")})
    reply = _held(reply_id)
    reply.snoozed_until, reply.done_at = until, None
    reply.save(update_fields=["snoozed_until", "done_at"])
    return reply


@transaction.atomic
def assign(*, reply_id: UUID, to: User | None) -> Reply:
    """Assign a reply to a user who may send from its mailbox, or to nobody.

    Raises: `Invalid` for somebody who could not answer it.
    """
    reply = _held(reply_id)
    if to and not people_who_send_from(reply.mailbox).filter(pk=to.pk).exists():
        problem = _("{name} may not send from {mailbox}. Choose its owner, ops or an admin.")
        raise Invalid({"owner": problem.format(name=to, mailbox=reply.mailbox)})
    reply.assignee = to
    reply.save(update_fields=["assignee"])
    return reply


@transaction.atomic
def correct(*, reply_id: UUID, label: str, by: User) -> Reply:
    """Correct the class of a reply. What was found first is kept, so that corrections can be counted.

    Raises: `Invalid` for an unknown class.
    """
    if label not in ReplyClass.values:
        raise Invalid({"label": _("Use one of {values}.").format(values=", ".join(ReplyClass.values))})
    reply = _held(reply_id)
    reply.label, reply.is_human, reply.corrected_by = label, ReplyClass(label) in HUMAN, by
    reply.save(update_fields=["label", "is_human", "corrected_by"])
    return reply


def refine(*, reply_id: UUID, before: str, label: str) -> bool:
    """Store the class that a model gives to a reply of which the rules were not sure.

    What a person corrected, a no, and all that rules tell for certain (unsubscribed, automatic, returned)
    stay as they are. Sequences do not ask for it: they were stopped when the reply came.

    Args:
        reply_id: the reply.
        before: the class that the model was told; nothing happens if it changed meanwhile.
        label: the class of the model.

    Returns: whether the class changed.
    """
    if {before, label} - REFINABLE or before in {label, Label.NEGATIVE}:
        return False
    rows = Reply.objects.filter(pk=reply_id, label=before, is_human=True, corrected_by=None)
    return bool(rows.update(label=label))


def subject_of_answer(subject: str) -> str:
    """Return the subject of the answer to a mail of somebody else."""
    return literal(reply_subject(subject))


def _held(reply_id: UUID) -> Reply:
    rows = Reply.objects.select_related("mailbox", "message", "contact")
    return held(rows, reply_id, gone=_("This reply does not exist any more."))


def _letter(reply: Reply, text: str, by: User, once: str) -> Letter:
    assert reply.contact is not None  # noqa: S101 (the caller checked it)
    return Letter(
        mailbox_id=reply.mailbox_id,
        mailbox_address=reply.mailbox.address,
        contact_id=reply.contact.pk,
        address=address_to_answer(reply),
        subject=subject_of_answer(reply.subject),
        body=text,
        origin_kind=PERSON,
        origin_id=reply.pk,
        origin_step=once[:40],
        answers=reply.message,
        answers_header=reply.header_id,
        written_by=by.pk,
    )
