"""Hand claimed messages to the mail server, each at most once, and record what it answered."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db.models import F

from mauntic.delivery.mailboxes.adapters.base import (
    MailServerError,
    NothingTaken,
    SignInRefused,
    Uncertain,
)
from mauntic.delivery.mailboxes.adapters.services import ServiceSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.services import health
from mauntic.delivery.mailboxes.services.accounts import sending_session
from mauntic.delivery.messages.domain.groups import LONGEST, MOST, next_size
from mauntic.delivery.messages.domain.outcomes import RETRIES
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.services.announcing import announce
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.composing import CannotBeWrittenError, Composer, Written
from mauntic.delivery.messages.services.handing import LastLook, let_wait, take_back
from mauntic.delivery.messages.services.recording import (
    Taken,
    record_refused,
    record_taken,
    record_unknown,
)
from mauntic.kernel.clock import now

log = structlog.get_logger(__name__)

WAIT_AFTER_FAILURE = RETRIES[1]


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

    Messages are marked as handed over in groups of at most ten that leave within a second, and that is
    committed before the server gets the first of them. If the worker dies before it has recorded the answers,
    those of its group become unknown, and are never sent again by themselves.

    Publishes: `MessageSent` of those that the server took.
    Returns: the number of messages that the server took.
    """
    mailbox = Mailbox.objects.get(pk=mailbox_id)
    batch = None
    try:
        with sending_session(mailbox) as session:
            health.signed_in(mailbox_id=mailbox.pk)
            messages = Message.objects.in_bulk(ids)
            rows = [messages[pk] for pk in ids if pk in messages]
            batch = _Batch(session, Composer(mailbox, rows), LastLook(rows))
            batch.send(rows)
    except MailServerError as error:
        health.failed(
            mailbox_id=mailbox.pk, problem=error.message, is_refused=isinstance(error, SignInRefused)
        )
        _give_back(ids, error)
    announce(ids=ids)
    sent = batch.sent if batch else 0
    if sent:
        Mailbox.objects.filter(pk=mailbox.pk).update(last_sent_at=now())
    return sent


class _Batch:
    """The messages of one claim on their way to the server. `sent` counts those that it took."""

    def __init__(self, session: SmtpSession | ServiceSession, composer: Composer, look: LastLook) -> None:
        self._session, self._composer, self._look = session, composer, look
        self.sent = 0

    def send(self, rows: Sequence[Message]) -> None:
        """Send messages in their order, in groups.

        Raises: `MailServerError` if the server is at fault. What it did not get is not handed over any more.
        """
        # Where a worker died, each goes alone: the message at which it dies again is then known.
        most = 1 if any(map(_lost_its_worker, rows)) else MOST
        waiting, size = deque(rows), 1
        while waiting:
            started = now()
            self._send_group([waiting.popleft() for _each in range(min(size, len(waiting)))], started)
            size = min(next_size(size, now() - started), most)

    def _send_group(self, group: Sequence[Message], at: datetime) -> None:
        written = [each for message in group if (each := self._write(message, at))]
        going = self._look.hand_over([each.message for each in written], at)
        left = deque(each for each in written if each.message.pk in going)
        taken: list[Taken] = []
        ends = now() + LONGEST
        try:
            while left:
                letter = left.popleft()
                try:
                    taken += self._hand_over(letter)
                except (NothingTaken, SignInRefused):  # e-mail services check the key with each message
                    left.appendleft(letter)
                    raise
                if now() > ends:
                    break
        finally:
            # A message that failed in another way is in neither: nobody knows what became of it.
            self.sent += len(taken)
            record_taken(taken)
            take_back([each.message for each in left])
        let_wait([each.message for each in left], now())

    def _write(self, message: Message, at: datetime) -> Written | None:
        try:
            return self._composer.write(message, at)
        except CannotBeWrittenError as error:
            # One that cannot be written must not hold up those behind it, again and again.
            record_refused(message, MailServerError(str(error), is_temporary=False))
            return None

    def _hand_over(self, letter: Written) -> Sequence[Taken]:
        session = self._session
        try:
            words = session.send(sender=letter.sender, recipient=letter.recipient, message=letter.raw)
        except (NothingTaken, SignInRefused):
            raise
        except Uncertain as error:
            record_unknown(letter.message, error)
            raise
        except MailServerError as error:
            record_refused(letter.message, error)
            return ()
        return (Taken(letter.message.pk, words, session.provider_id, session.header_id),)


def _lost_its_worker(message: Message) -> bool:
    """Tell whether a worker died at a message: it was tried, and no server answered."""
    return message.attempts > 1 and not message.server_words


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
