"""Emails as the page of a lead shows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from mauntic.accounts.models import User
from mauntic.delivery.inbox.models import Reply
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.selectors.outbox import messages_of, preview
from mauntic.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Mail:
    """The subject of one of our emails, and the latest answer to it, if there is one."""

    message: Message
    subject: str
    reply: Reply | None = None


def mails(user: User, message_ids: Collection[UUID]) -> dict[UUID, Mail]:
    """Return those of the messages that the user may see, by id, in two queries."""
    rows = messages_of(user).filter(pk__in=message_ids).select_related("contact__company", "mailbox__owner")
    answers = Reply.objects.filter(message__in=message_ids, is_human=True).order_by("arrived_at", "id")
    latest = {reply.message_id: reply for reply in answers.defer("raw")}
    return {row.pk: Mail(row, preview(row).subject, latest.get(row.pk)) for row in rows}


def last_mails(contact_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when leads last got an email of ours, or answered one, in two queries."""
    sent = Message.objects.filter(contact__in=contact_ids, state=MessageState.SENT)
    answers = Reply.objects.filter(contact__in=contact_ids, is_human=True)
    latest = dict(_latest(sent, "handed_at"))
    for contact_id, at in _latest(answers, "arrived_at"):
        latest[contact_id] = max(at, latest.get(contact_id, at))
    return latest


def last_written(contact_id: UUID) -> datetime | None:
    """Return when a person last wrote to a lead by hand; None if nobody did."""
    by_hand = Message.objects.filter(contact=contact_id, state=MessageState.SENT, written_by__isnull=False)
    found: datetime | None = by_hand.aggregate(at=Max("handed_at"))["at"]
    return found


def _latest(rows: QuerySet[Any], name: str) -> Iterable[tuple[UUID, datetime]]:
    return rows.filter(**{f"{name}__isnull": False}).order_by().values_list("contact").annotate(at=Max(name))


def waiting_reply(user: User, contact_id: UUID) -> Reply | None:
    """Return the latest reply of a lead that the user has not dealt with; None if there is none."""
    waiting = Reply.objects.filter(mailbox__in=mailboxes_of(user), contact=contact_id).to_do(now())
    return waiting.order_by("-arrived_at", "-id").first()
