"""Reads of the outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.selectors import mailboxes_of
from mauntic.delivery.messages.domain.holds import sentence
from mauntic.delivery.messages.domain.tokens import fill, missing_in
from mauntic.delivery.messages.models import BOUNCED, Message, MessageQuerySet, MessageState
from mauntic.delivery.messages.selectors.values import values_for
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.kernel.db.counting import CountText, count_words
from mauntic.kernel.errors import NotFound
from mauntic.kernel.parsing import moment_of, uuids
from mauntic.kernel.time.calendar import time_zone
from mauntic.kernel.translation import StrPromise

BOUNCES = "bounced"
"""The tab of messages that bounced, among the states."""
_RETURNED: Mapping[BounceKind, StrPromise] = {
    BounceKind.HARD: gettext_lazy("Came back: the address does not exist."),
    BounceKind.SOFT: gettext_lazy("Came back: the mailbox is full, or the server has a problem."),
    BounceKind.POLICY: gettext_lazy("Came back: the server of the recipient does not take our emails."),
    BounceKind.DELAYED: gettext_lazy("Delayed: the server of the recipient tries again."),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A state of messages with the number of those that the user sees."""

    value: str
    label: str
    count: CountText


def messages_of(user: User) -> MessageQuerySet:
    """Return the messages from mailboxes that the user may send from."""
    return Message.objects.filter(mailbox__in=mailboxes_of(user))


def message_seen_by(user: User, message_id: UUID) -> Message:
    """Return a message that the user may see.

    Raises: `NotFound`.
    """
    found = (
        messages_of(user)
        .select_related("contact__company", "mailbox__owner", "decided_by", "written_by")
        .filter(pk=message_id)
        .first()
    )
    if found is None:
        raise NotFound(_("This message does not exist, or is from a mailbox that is not yours."))
    return found


def seen_among(user: User, message_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some messages that the user may see."""
    return set(messages_of(user).filter(pk__in=message_ids).values_list("pk", flat=True))


def answers_to(message: Message) -> QuerySet[Any]:
    """Return the replies of people to a message, in its own mailbox, oldest first."""
    return message.replies.filter(is_human=True, mailbox=message.mailbox_id).order_by("arrived_at", "id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the outbox shows: messages in a state, or all that bounced; of one mailbox, or of all."""

    state: str = MessageState.WAITING
    mailbox_id: UUID | None = None


def wanted_by(query: Mapping[str, str]) -> Wanted:
    """Return what the query of an address asks for; what it does not know counts as empty."""
    state = query.get("state", "")
    is_known = state in MessageState.values or state == BOUNCES
    mailbox_id = next(iter(uuids([query.get("mailbox", "")])), None)
    return Wanted(state if is_known else MessageState.WAITING, mailbox_id)


def outbox(user: User, wanted: Wanted) -> QuerySet[Message]:
    """Return messages, newest first."""
    rows = _of_state(_narrowed(user, wanted), wanted.state)
    return rows.select_related("contact__company", "mailbox__owner").order_by("-created_at", "-id")


def _narrowed(user: User, wanted: Wanted) -> MessageQuerySet:
    rows = messages_of(user)
    return rows.filter(mailbox=wanted.mailbox_id) if wanted.mailbox_id else rows


def _of_state(rows: MessageQuerySet, state: str) -> MessageQuerySet:
    return rows.filter(BOUNCED) if state == BOUNCES else rows.filter(state=state)


def messages(user: User, *, state: str = "", contact_id: UUID | None = None) -> QuerySet[Message]:
    """Return messages, newest first.

    Args:
        user: sees those from mailboxes that they may send from.
        state: one of `MessageState`; empty for all.
        contact_id: of one contact; None for all.
    """
    rows = messages_of(user).select_related("contact__company", "mailbox__owner")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(contact=contact_id) if contact_id else rows


def tabs(user: User, wanted: Wanted) -> list[Tab]:
    """Return the states of messages with their counts, and those that bounced, whatever their state."""
    rows = _narrowed(user, wanted)
    choices = [*MessageState.choices, (BOUNCES, _("Bounced"))]
    return [Tab(value, str(label), count_words(_of_state(rows, value))) for value, label in choices]


def complained(message_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some messages that their recipients reported as spam."""
    rows = Message.objects.filter(pk__in=message_ids, complained_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


def why(message: Message) -> str:
    """Return why a message waits or was cancelled, or what bounced; else the answer of the server."""
    if message.state == MessageState.SENT and (message.failure or message.bounced_at):
        return str(_RETURNED[BounceKind(message.failure or BounceKind.HARD)])
    if not message.hold:
        return " ".join(filter(None, (message.server_words, tries(message)))) or _until_next_run(message)
    facts = dict(message.hold_facts)
    if facts.get("since"):
        facts["since"] = display.moment(moment_of(str(facts["since"])))
    until = display.moment(message.hold_until) if message.hold_until else ""
    if message.hold_until and facts.get("zone"):
        # The end of the wait names the place, beside the reader's own time.
        until = display.moment_in(message.hold_until, time_zone(str(facts["zone"])))
        facts["zone"] = ""
    return sentence(message.hold, facts, until)


def _until_next_run(message: Message) -> str:
    """Return when a message goes out that the gate has not looked at yet. Empty if it is not due."""
    is_due = message.state == MessageState.WAITING and message.due_at <= now()
    return _("Goes out with the next run, within a minute, if no limit holds it.") if is_due else ""


def tries(message: Message) -> str:
    """Return how often a waiting message was tried, and when it is tried next. Empty before the first."""
    if message.state != MessageState.WAITING or not message.server_words:
        return ""
    text = ngettext("Tried once, next at {time}.", "Tried {count} times, next at {time}.", message.attempts)
    if not message.attempts:
        text = _("Next at {time}.")
    return text.format(count=display.number(message.attempts), time=display.moment(message.look_at))


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as the recipient reads it. `missing` names values without which it does not go."""

    subject: str
    text: str
    missing: tuple[str, ...] = ()


def preview(message: Message) -> Preview:
    """Return what went out, or what would go out now: by the renderer that sends."""
    if message.sent_text:
        return Preview(message.sent_subject, message.sent_text)
    values = values_for(message.contact, message.mailbox, message.values)
    subject, text = fill(message.subject, values), fill(message.body, values)
    return Preview(subject.text, text.text, missing_in((subject, text)))
