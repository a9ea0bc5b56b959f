"""Put messages into the outbox. Nothing leaves here: the sweep asks the gate first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.messages.domain.holds import Hold
from mauntic.delivery.messages.domain.letters import message_id_header, references_of, reply_subject
from mauntic.delivery.messages.domain.tokens import literal
from mauntic.delivery.messages.models import Message, MessageState, Rank
from mauntic.delivery.messages.origins import PERSON
from mauntic.events.catalog import MessageSent
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict
from mauntic.kernel.ids import new_id
from mauntic.kernel.normalize import email_key

LONGEST_SUBJECT, LONGEST_ID = 500, 900
"""Characters of the columns. Names of companies and subjects of others are as long as they like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to put into the outbox.

    Args:
        mailbox_id: from which it goes.
        mailbox_address: its address.
        contact_id: to whom.
        address: of the contact; an empty one is refused by the gate, with the reason.
        subject: with tokens; empty in an answer takes the subject of the thread.
        body: plain text with tokens.
        values: of the tokens.
        origin_kind: what sends it.
        origin_id: which of them.
        origin_step: which of its emails; kind, id and step make the message unique.
        due_at: from when on it may go.
        answers: the message whose thread it goes on with.
        answers_header: the Message-ID of the mail that it answers, without brackets; empty for `answers`.
        written_by: the person who wrote it.
    """

    mailbox_id: UUID
    mailbox_address: str
    contact_id: UUID
    address: str
    subject: str
    body: str
    origin_kind: str
    origin_id: UUID
    origin_step: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    answers: Message | None = None
    answers_header: str = ""
    written_by: UUID | None = None


@transaction.atomic
def queue_messages(*, letters: Iterable[Letter]) -> int:
    """Put messages into the outbox, in sets. A message that is there already is not added again.

    Returns: the number of letters that were given.
    """
    rows = [_row(letter) for letter in letters]
    Message.objects.bulk_create(
        rows,
        batch_size=1_000,
        ignore_conflicts=True,
    )
    return len(rows)


@transaction.atomic
def cancel_messages(*, origin_kind: str, origin_ids: Iterable[UUID], reason: str) -> int:
    """Cancel the messages of origins that were not handed to a mail server.

    Those that a worker claimed are among them: in a long batch, minutes pass until their turn. The worker
    marks each as handed over only while it is claimed, so one of the two comes first.

    Args:
        origin_kind: what sent them.
        origin_ids: which of these.
        reason: shown with the message.

    Returns: the number of cancelled messages.
    """
    return _not_handed(origin_kind, origin_ids).update(
        state=MessageState.CANCELLED,
        hold=Hold.ORIGIN_ENDED,
        hold_facts={"reason": reason},
        hold_until=None,
        claimed_at=None,
    )


def take_back_claimed(*, origin_kind: str, origin_ids: Iterable[UUID]) -> int:
    """Let claimed messages of origins wait that were not handed over yet: the gate looks at them again.

    Returns: the number of messages.
    """
    claimed = _not_handed(origin_kind, origin_ids).filter(state=MessageState.CLAIMED)
    return claimed.update(
        state=MessageState.WAITING, claimed_at=None, attempts=F("attempts") - 1, look_at=now()
    )


def look_again(*, origin_kind: str, origin_ids: Iterable[UUID]) -> int:
    """Let the gate look now at what waits of origins whose settings changed: a reason may hold no more.

    Returns: the number of messages.
    """
    at = now()
    rows = Message.objects.filter(origin_kind=origin_kind, origin_id__in=list(origin_ids))
    return rows.filter(state=MessageState.WAITING, due_at__lte=at).update(look_at=at)


@transaction.atomic
def cancel_message(*, message_id: UUID, by: User) -> Message:
    """Cancel one message that waits. A sequence that sent it ends for the lead, with the reason.

    Raises: `NotFound`, `Conflict` if it does not wait any more.
    """
    message = held(Message.objects.all(), message_id, gone=_("This message does not exist any more."))
    if message.state != MessageState.WAITING:
        raise Conflict(
            _("Only an email that waits can be canceled. This one: {state}.").format(
                state=message.get_state_display()
            )
        )
    message.state, message.hold, message.hold_until = MessageState.CANCELLED, Hold.ORIGIN_ENDED, None
    message.hold_facts, message.decided_by = {"reason": _("{person} stopped it.").format(person=by)}, by
    message.save(update_fields=["state", "hold", "hold_facts", "hold_until", "decided_by"])
    return message


@transaction.atomic
def settle_unknown(*, message_id: UUID, was_sent: bool, by: UUID) -> Message:
    """Say what became of a message whose worker died between handing over and recording.

    Args:
        message_id: a message in the state unknown.
        was_sent: whether a person found it among the sent ones; otherwise it goes again.
        by: the person.

    Publishes: `MessageSent` if it was sent.
    Raises: `NotFound`, `Conflict` if it is not unknown any more.
    """
    message = held(Message.objects.all(), message_id, gone=_("This message does not exist any more."))
    if message.state != MessageState.UNKNOWN:
        raise Conflict(_("This message is settled already."))
    message.decided_by_id = by
    if was_sent:
        message.state, message.handed_at = MessageState.SENT, message.claimed_at
    else:
        message.state, message.look_at = MessageState.WAITING, now()
        message.claimed_at = message.handed_at = None
    message.save(update_fields=["state", "handed_at", "look_at", "claimed_at", "decided_by"])
    if was_sent:
        publish(MessageSent(contact_id=message.contact_id, message_id=message.pk))
    return message


def _not_handed(origin_kind: str, origin_ids: Iterable[UUID]) -> QuerySet[Message]:
    rows = Message.objects.filter(origin_kind=origin_kind, origin_id__in=list(origin_ids), handed_at=None)
    return rows.filter(state__in=[MessageState.WAITING, MessageState.CLAIMED])


def _row(letter: Letter) -> Message:
    pk = new_id()
    parent = letter.answers
    due = letter.due_at or now()
    answered = _answered(letter.answers_header) or _header(parent)
    address = email_key(letter.address)
    return Message(
        pk=pk,
        mailbox_id=letter.mailbox_id,
        contact_id=letter.contact_id,
        to_address=address,
        to_domain=address.rpartition("@")[2],
        subject=(letter.subject or reply_subject(_subject(parent)))[:LONGEST_SUBJECT],
        body=letter.body,
        values=dict(letter.values),
        header_id=message_id_header(pk, letter.mailbox_address),
        in_reply_to=answered,
        references=_references(parent, answered),
        thread=parent.thread if parent else pk,
        origin_kind=letter.origin_kind,
        origin_id=letter.origin_id,
        origin_step=letter.origin_step,
        written_by_id=letter.written_by,
        rank=_rank(letter),
        due_at=due,
        look_at=due,
    )


def _answered(header_id: str) -> str:
    """Return the Message-ID of a mail as a header. Nobody sends a valid one of a thousand letters."""
    return f"<{header_id}>" if 0 < len(header_id) <= LONGEST_ID else ""


def _header(parent: Message | None) -> str:
    return parent.header_id if parent else ""


def _references(parent: Message | None, answered: str) -> str:
    if parent is None or parent.header_id == answered:
        return references_of(parent.references if parent else "", answered) if answered else ""
    return references_of(references_of(parent.references, parent.header_id), answered)


def _subject(parent: Message | None) -> str:
    if parent is None:
        return ""
    return literal(parent.sent_subject) if parent.sent_subject else parent.subject


def _rank(letter: Letter) -> Rank:
    if letter.origin_kind == PERSON:
        return Rank.PERSONAL
    return Rank.FOLLOW_UP if letter.answers else Rank.FIRST
