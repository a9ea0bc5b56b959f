"""Hand claimed messages to the mail server, each at most once, and record what it answered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from email.errors import MessageError
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.delivery.mailboxes.adapters.base import (
    MailServerError,
    NothingTaken,
    SignInRefused,
    Uncertain,
)
from mauntic.delivery.mailboxes.adapters.services import ServiceSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.selectors import signer
from mauntic.delivery.mailboxes.services import health
from mauntic.delivery.mailboxes.services.accounts import sending_session
from mauntic.delivery.messages.domain.outcomes import RETRIES, refusal_of, wait_after
from mauntic.delivery.messages.domain.wire import Outgoing, as_bytes
from mauntic.delivery.messages.links import home_address, reply_to, unsubscribe_address
from mauntic.delivery.messages.models import Message, MessageState, Rank
from mauntic.delivery.messages.services.announcing import announce
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.engagement import store_counted, with_counting
from mauntic.delivery.messages.services.handing import LastLook
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageBounced
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from mauntic.kernel.normalize import ascii_email

log = structlog.get_logger(__name__)

WAIT_AFTER_FAILURE = RETRIES[1]
UNCOMPOSABLE = (ValueError, LookupError, TypeError, AttributeError, MessageError)
"""What the libraries raise that write a mail, for odd addresses and texts."""


def send_due(*, mailbox_id: UUID) -> int:
    """Decide about all due messages of a mailbox and send those that may go.

    Returns: the number of messages that the server took.
    """
    sent = 0
    while (claimed := claim_due(mailbox_id=mailbox_id)).decided:
        if claimed.ids:
            sent += send_claimed(mailbox_id=mailbox_id, ids=claimed.ids)
    return sent


def send_claimed(*, mailbox_id: UUID, ids: Sequence[UUID]) -> int:
    """Send messages that this worker claimed, over one connection.

    Each message is marked as handed over, and that is committed, before the server gets it. If the worker
    dies in between, the message becomes unknown, and is never sent again by itself.

    Publishes: `MessageSent` of those that the server took.
    Returns: the number of messages that the server took.
    """
    mailbox, sent = Mailbox.objects.get(pk=mailbox_id), 0
    try:
        with sending_session(mailbox) as session:
            health.signed_in(mailbox_id=mailbox.pk)
            messages = Message.objects.in_bulk(ids)
            rows = [messages[pk] for pk in ids if pk in messages]
            how = _how(mailbox, rows)
            for row in rows:
                sent += _send(session, row, how)
    except MailServerError as error:
        health.failed(
            mailbox_id=mailbox.pk, problem=error.message, is_refused=isinstance(error, SignInRefused)
        )
        _give_back(ids, error)
    announce(ids=ids)
    if sent:
        Mailbox.objects.filter(pk=mailbox.pk).update(last_sent_at=now())
    return sent


@dataclass(frozen=True, slots=True)
class _How:
    """What the messages of one batch share: from where they go, the last look, and who signs them.

    `answers` are those in which a machine answers a mail of the lead.
    """

    mailbox: Mailbox
    look: LastLook
    home: str
    sign: Callable[[bytes], bytes] | None
    counted: Collection[UUID]
    answers: Collection[UUID]


def _how(mailbox: Mailbox, rows: Sequence[Message]) -> _How:
    home = home_address()
    counted = store_counted(mailbox=mailbox, messages=rows, home=home)
    return _How(mailbox, LastLook(rows), home, signer(mailbox), counted, _automatic_answers(rows))


def _automatic_answers(rows: Sequence[Message]) -> Collection[UUID]:
    automatic = [row for row in rows if row.in_reply_to and row.rank != Rank.PERSONAL]
    ours = Message.objects.filter(header_id__in=[row.in_reply_to for row in automatic])
    known = set(ours.values_list("header_id", flat=True))
    return {row.pk for row in automatic if row.in_reply_to not in known}


def _send(session: SmtpSession | ServiceSession, message: Message, how: _How) -> bool:
    handed_at = now()
    try:
        letter = _composed(message, how)
        raw = as_bytes(letter, handed_at)
    except UNCOMPOSABLE as error:
        # One that cannot be written must not hold up those behind it, again and again.
        _refused(message, MailServerError(_not_composed(error), is_temporary=False))
        return False
    raw = how.sign(raw) if how.sign else raw
    if not how.look.hand_over(message, handed_at):
        return False
    try:
        words = session.send(sender=letter.sender, recipient=letter.recipient, message=raw)
    except (NothingTaken, SignInRefused):  # e-mail services check the key with each message
        _record(message, handed_at=None)
        raise
    except Uncertain as error:
        _record(message, state=MessageState.UNKNOWN, server_words=error.message)
        raise
    except MailServerError as error:
        _refused(message, error)
        return False
    _record_sent(message, words, session)
    return True


def _composed(message: Message, how: _How) -> Outgoing:
    letter = outgoing(how.mailbox, message, how.home)
    if message.pk in how.answers:
        letter = replace(letter, is_automatic_answer=True)
    return with_counting(letter, how.mailbox, message, how.home) if message.pk in how.counted else letter


def _not_composed(error: Exception) -> str:
    return _("The email could not be written: {problem}").format(problem=f"{type(error).__name__}: {error}")[
        :300
    ]


def outgoing(mailbox: Mailbox, message: Message, home: str) -> Outgoing:
    """Return a claimed message as it leaves. `home` is the address of the organization, for its links."""
    is_personal = message.rank == Rank.PERSONAL
    return Outgoing(
        sender=ascii_email(mailbox.address) or mailbox.address,
        sender_name=mailbox.from_name,
        recipient=ascii_email(message.to_address),
        subject=message.sent_subject,
        text=message.sent_text,
        header_id=message.header_id,
        in_reply_to=message.in_reply_to,
        references=message.references,
        reply_to=reply_to(mailbox, message),
        unsubscribe="" if is_personal else unsubscribe_address(message, home),
        unsubscribe_words=_("Unsubscribe"),
    )


def _record_sent(message: Message, words: str, session: SmtpSession | ServiceSession) -> None:
    # Answers name the Message-ID that the recipient got.
    given = {"header_id": session.header_id} if session.header_id else {}
    _record(
        message,
        state=MessageState.SENT,
        server_words=words,
        provider_id=session.provider_id,
        is_event_due=True,
        **given,
    )


@transaction.atomic
def _refused(message: Message, error: MailServerError) -> None:
    kind = refusal_of(status=error.status, words=error.message, is_temporary=error.is_temporary)
    wait = wait_after(message.attempts) if kind == BounceKind.DELAYED else None
    if wait:
        _record(
            message,
            state=MessageState.WAITING,
            server_words=error.message,
            look_at=now() + wait,
            handed_at=None,
            claimed_at=None,
        )
        return
    bounced = kind == BounceKind.HARD
    _record(
        message,
        state=MessageState.REFUSED,
        server_words=error.message,
        failure=kind,
        handed_at=None,
        **({"bounced_at": now()} if bounced else {}),
    )
    if bounced:
        suppress(
            addresses=[message.to_address],
            reason=Reason.BOUNCED,
            source=error.message,
            contacts={message.to_address: message.contact_id},
        )
        publish(MessageBounced(contact_id=message.contact_id, message_id=message.pk))


def _give_back(ids: Sequence[UUID], error: MailServerError) -> None:
    """Let messages wait that were claimed and not handed over: the server is at fault, and not they."""
    Message.objects.filter(pk__in=ids, state=MessageState.CLAIMED, handed_at=None).update(
        state=MessageState.WAITING,
        claimed_at=None,
        attempts=F("attempts") - 1,
        look_at=now() + WAIT_AFTER_FAILURE,
        server_words=error.message,
    )
    log.warning("delivery.mailbox_failed", code=error.code, messages=len(ids))


def _record(message: Message, **values: object) -> None:
    Message.objects.filter(pk=message.pk).update(**values)
