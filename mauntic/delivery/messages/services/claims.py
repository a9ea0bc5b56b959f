"""Decide about due messages and claim those that may go: one transaction, one mailbox at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.domain.gate import decide
from mauntic.delivery.messages.domain.holds import Decision
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.selectors.facts import Look, Looked
from mauntic.kernel.clock import now as present
from mauntic.kernel.db.locks import Lock
from mauntic.kernel.db.locks import hold as hold_lock
from mauntic.kernel.db.rows import update_rows

PER_CLAIM = 200
PER_LOOK = 2_000
"""Messages that are looked at together when those of a first claim may not go."""
LOOK_AGAIN = timedelta(minutes=1)
"""A message that waits for something without a known end is looked at again after this time."""
STALE = timedelta(minutes=15)
"""A claim that is older lost its worker."""
MOST_DEATHS = 5
"""Attempts after which a message whose worker died before the sending is given up."""

# What the gate asks of a message: a row with all its columns takes twice the time.
_ASKED = (
    *("mailbox", "contact", "to_address", "to_domain", "subject", "body", "values"),
    *("origin_kind", "origin_id", "rank", "state", "attempts"),
)
_DECIDED = ("state", "hold", "hold_facts", "hold_until", "look_at")
_CLAIMED = (
    *("state", "hold", "hold_facts", "hold_until", "claimed_at", "attempts"),
    *("sent_subject", "sent_text", "to_address", "to_domain"),
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """The outcome of a look: what may go, in the order of sending, and how many were decided about."""

    ids: list[UUID]
    decided: int


NOTHING = Claimed([], 0)


@transaction.atomic
def claim_due(*, mailbox_id: UUID, now: datetime | None = None) -> Claimed:
    """Decide about the due messages of a mailbox, store the reasons, and claim those that may go.

    Personal messages come first, then follow-ups, then first ones. A second worker that looks at the same
    time leaves the mailbox to the first.

    Returns: the claimed messages, at most 200. Nothing was decided when no message is due.
    """
    at = now or present()
    mailbox = _free_mailbox(mailbox_id)
    if mailbox is None:
        return NOTHING
    # Looking at more than one claim takes would be in vain as long as they may go.
    found = _look(mailbox, at, PER_CLAIM)
    if found.ids or found.decided < PER_CLAIM:
        return found
    more = _look(mailbox, at, PER_LOOK)
    return Claimed(more.ids, found.decided + more.decided)


def _look(mailbox: Mailbox, at: datetime, most: int) -> Claimed:
    # A message that somebody cancels just now is left to them.
    rows = mailbox.messages.due(at).select_for_update(no_key=True, skip_locked=True).only(*_ASKED)
    due = list(rows.order_by("rank", "due_at", "id")[:most])
    if not due:
        return NOTHING
    # Some limits are those of all mailboxes: one lead a day, one domain. Two workers with different mailboxes
    # would both use what is left of them.
    hold_lock(Lock.OUTBOX)
    look, held, claimed = Look(mailbox, due, at), [], []
    for message in due:
        looked = look.at(message)
        decision = decide(looked.facts, at)
        if decision.may_go:
            _claim(looked, at)
            look.count(message)
            claimed.append(message)
        else:
            hold(message, decision, at)
            held.append(message)
        if len(claimed) == PER_CLAIM:
            break
    update_rows(Message.objects, held, _DECIDED)
    update_rows(Message.objects, claimed, _CLAIMED)
    return Claimed([message.pk for message in claimed], len(claimed) + len(held))


def mailboxes_with_due(now: datetime) -> Iterable[UUID]:
    """Return the mailboxes that have due messages, whatever their state: messages of a mailbox that is off
    get their reason, too."""
    due = Message.objects.due(now)
    return Mailbox.objects.filter(pk__in=due.values("mailbox")).values_list("pk", flat=True)


@transaction.atomic
def release_stale(*, now: datetime | None = None) -> int:
    """Settle the claims of workers that died.

    A message that was not handed over yet waits again. One that was handed over is unknown: a person decides.
    What a slow worker hands over just now is left to it. The first that was not handed over is what the
    worker was writing when it died; if that happens to a message again and again, it is given up.

    Returns: the number of messages that became unknown.
    """
    before = (now or present()) - STALE
    lost = Message.objects.filter(state=MessageState.CLAIMED, claimed_at__lt=before)
    unsent = lost.filter(handed_at=None)
    in_order = unsent.order_by("mailbox_id", "claimed_at", "rank", "due_at", "id")
    first = list(in_order.distinct("mailbox_id", "claimed_at").values_list("pk", flat=True))
    unsent.filter(pk__in=first, attempts__gte=MOST_DEATHS).update(
        state=MessageState.REFUSED,
        claimed_at=None,
        server_words=_("Given up: the worker ended {count} times while it wrote this email.").format(
            count=MOST_DEATHS
        ),
    )
    unsent.filter(pk__in=first).update(state=MessageState.WAITING, claimed_at=None)
    unsent.update(state=MessageState.WAITING, claimed_at=None, attempts=F("attempts") - 1)
    return lost.filter(handed_at__lt=before).update(state=MessageState.UNKNOWN)


def hold(message: Message, decision: Decision, now: datetime) -> None:
    """Set on a message why it does not go, and when the gate looks at it next. Does not save."""
    message.hold = str(decision.hold or "")
    message.hold_facts = dict(decision.facts)
    message.hold_until = decision.until
    if decision.is_final:
        message.state = MessageState.CANCELLED
    message.look_at = max(decision.until or now + LOOK_AGAIN, now + timedelta(seconds=1))


def _claim(looked: Looked, now: datetime) -> None:
    message = looked.message
    message.state = MessageState.CLAIMED
    message.hold, message.hold_facts, message.hold_until = "", {}, None
    message.claimed_at = now
    message.attempts += 1
    message.sent_subject = " ".join(looked.subject.text.split())[:500]
    message.sent_text = looked.text.text


def _free_mailbox(mailbox_id: UUID) -> Mailbox | None:
    rows = Mailbox.objects.select_related("owner").filter(pk=mailbox_id)
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
