"""Reads of replies: one with its thread, and what leads said by them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.accounts.selectors import business_hours
from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.delivery.inbox.selectors.lists import replies_read_by
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.replies.domain.machine import AutoKind
from mauntic.kernel.errors import NotAllowed, NotFound

MOST_OF_THREAD = 50
LATE_BY = timedelta(days=14)
"""How long before its reading an automatic reply may have been sent to say something about today."""
LONGEST = timedelta(days=180)
"""Nobody is away longer; a day beyond that is not trusted."""
OPEN_ANSWERS = ("declined", "tentative")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of a thread, ours or theirs."""

    who: str
    is_ours: bool
    text: str
    at: datetime
    state: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """What an automatic reply says: when it was read, and when the person is back, if that is known."""

    said_at: datetime
    back_at: datetime | None


def reply_read_by(user: User, reply_id: UUID) -> Reply:
    """Return a mail that the user may read.

    Raises: `NotFound`.
    """
    rows = replies_read_by(user).select_related("contact__company", "contact__owner", "message", "assignee")
    found = rows.select_related("mailbox__owner").filter(pk=reply_id).first()
    if found is None:
        raise NotFound(_("This reply does not exist, or is in a mailbox that is not yours."))
    return found


def reply_handled_by(user: User, reply_id: UUID) -> Reply:
    """Return a mail that the user may answer, finish and assign: one in a mailbox that they may send from.

    Raises: `NotFound` for mail that the user may not even read, `NotAllowed`.
    """
    reply = reply_read_by(user, reply_id)
    if not may_handle(reply, user):
        raise NotAllowed(why_not_handled(reply))
    return reply


def may_handle(reply: Reply, user: User) -> bool:
    """Return whether the user may answer, finish and assign a mail. One query."""
    return mailboxes_of(user).filter(pk=reply.mailbox_id).exists()


def why_not_handled(reply: Reply) -> str:
    """Return why a manager only reads a mail, for people."""
    return _(
        "This is the mailbox of {owner}. You read it as a manager; {owner}, ops and admins answer."
    ).format(owner=reply.mailbox.owner)


def thread_of(reply: Reply) -> Sequence[Letter]:
    """Return the mails of the thread of a reply, oldest first: what we sent and what came back."""
    if reply.message is None:
        return [_theirs(reply)]
    sent = Message.objects.filter(thread=reply.message.thread, mailbox=reply.mailbox_id)
    ours = sent.exclude(state=MessageState.CANCELLED).select_related("mailbox").order_by("-created_at")
    theirs = Reply.objects.filter(message__thread=reply.message.thread, mailbox=reply.mailbox_id)
    letters = [*map(_ours, ours[:MOST_OF_THREAD]), *map(_theirs, theirs[:MOST_OF_THREAD])]
    return sorted(letters, key=lambda letter: letter.at)


def said_away(*, since: datetime) -> dict[UUID, Away]:
    """Return the contacts who are away, by the latest automatic reply of those read since a moment.

    What counts is when it was read: after an outage of the mailbox it was sent days ago, and the clock of the
    sender may be wrong. An old one, found by the first reading of an inbox, says nothing about today.
    """
    rows = Reply.objects.out_of_office().filter(stored_at__gt=since, contact__isnull=False)
    recent = rows.filter(arrived_at__gt=since - LATE_BY).order_by("stored_at", "arrived_at")
    zone = business_hours().zone
    return {
        contact_id: Away(stored_at, _midnight(until, zone))
        for contact_id, stored_at, until in recent.values_list("contact_id", "stored_at", "away_until")
        if contact_id and stored_at
    }


def still_away(contact_ids: Iterable[UUID], at: datetime) -> dict[UUID, datetime]:
    """Return which contacts are away at a moment, by their latest automatic reply, and when they are back."""
    rows = Reply.objects.out_of_office().filter(contact__in=list(contact_ids), arrived_at__gt=at - LONGEST)
    zone = business_hours().zone
    latest = dict(rows.order_by("arrived_at").values_list("contact_id", "away_until"))
    backs = {pk: _midnight(until, zone) for pk, until in latest.items() if pk}
    return {pk: back for pk, back in backs.items() if back and back > at}


def wrote_since(since: datetime) -> dict[UUID, datetime]:
    """Return the contacts of whom a mail was read since a moment, and when the last one was.

    Answers to invitations that leave the meeting open are left out.
    """
    rows = Reply.objects.filter(is_human=True, stored_at__gt=since, contact__isnull=False)
    found = rows.exclude(label=ReplyClass.MEETING, kind__in=OPEN_ANSWERS).order_by("stored_at")
    return {pk: at for pk, at in found.values_list("contact_id", "stored_at") if pk and at}


def said_to_have_left(*, since: datetime) -> dict[UUID, datetime]:
    """Return who left their company, by the automatic replies read since a moment, and when it was read."""
    rows = Reply.objects.filter(label=ReplyClass.AUTO_REPLY, kind=AutoKind.LEFT_COMPANY, stored_at__gt=since)
    found = rows.filter(contact__isnull=False).order_by("stored_at").values_list("contact_id", "stored_at")
    return {contact_id: stored_at for contact_id, stored_at in found if contact_id and stored_at}


def meeting_answers(contact_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the contacts whose newest mail answers an invitation: accepted, declined or tentative."""
    rows = Reply.objects.filter(contact__in=list(contact_ids), is_human=True)
    newest = rows.order_by("contact", "-id").distinct("contact").values_list("contact_id", "label", "kind")
    return {pk: kind for pk, label, kind in newest if pk and label == ReplyClass.MEETING}


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=zone) if day else None


def _ours(message: Message) -> Letter:
    state = "" if message.state == MessageState.SENT else str(message.get_state_display())
    text = message.sent_text or message.body
    return Letter(
        who=str(message.mailbox),
        is_ours=True,
        text=text,
        at=message.handed_at or message.created_at,
        state=state,
    )


def _theirs(reply: Reply) -> Letter:
    who = reply.sender_name or reply.sender_address
    return Letter(who=who, is_ours=False, text=reply.text, at=reply.arrived_at)
