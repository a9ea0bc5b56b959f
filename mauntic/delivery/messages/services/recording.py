"""Record what servers answered to messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from mauntic.delivery.mailboxes.adapters.base import MailServerError
from mauntic.delivery.messages.domain.outcomes import refusal_of, wait_after
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.replies.domain.statuses import BounceKind
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.events.catalog import MessageBounced
from mauntic.events.services import publish
from mauntic.kernel.clock import now

# Waits for no lock, since others lock several messages as well, in another order.
_TAKEN = """
    WITH mine AS (
        SELECT message.id, taken.words, taken.provider_id, taken.header_id
        FROM unnest(%(ids)s::uuid[], %(words)s::text[], %(provider_ids)s::text[], %(header_ids)s::text[])
            AS taken (id, words, provider_id, header_id)
        JOIN delivery_message AS message ON message.id = taken.id
        FOR NO KEY UPDATE OF message SKIP LOCKED
    )
    UPDATE delivery_message AS message
    SET state = %(sent)s, is_event_due = TRUE, server_words = mine.words, provider_id = mine.provider_id,
        header_id = CASE mine.header_id WHEN '' THEN message.header_id ELSE mine.header_id END
    FROM mine WHERE message.id = mine.id
    RETURNING message.id
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a server said when it took a message.

    `header_id` is the Message-ID that it gave it instead of ours; answers name the one that arrived.
    """

    id: UUID
    words: str
    provider_id: str
    header_id: str


def record_taken(taken: Sequence[Taken]) -> None:
    """Record that servers took messages, in one statement, and that their events are due."""
    if not taken:
        return
    asked: dict[str, Any] = {
        "sent": MessageState.SENT.value,
        "ids": [each.id for each in taken],
        "words": [each.words for each in taken],
        "provider_ids": [each.provider_id for each in taken],
        "header_ids": [each.header_id for each in taken],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, asked)
        done = {pk for (pk,) in cursor.fetchall()}
    for each in taken:
        if each.id not in done:
            _record_one(each)


def record_unknown(message: Message, error: MailServerError) -> None:
    """Record that nobody knows whether the server took a message: a person decides."""
    record(message, state=MessageState.UNKNOWN, server_words=error.message)


@transaction.atomic
def record_refused(message: Message, error: MailServerError) -> None:
    """Record that a message was refused: for now, so that it is tried again, or for good.

    Publishes: `MessageBounced` if the address does not exist.
    """
    kind = refusal_of(status=error.status, words=error.message, is_temporary=error.is_temporary)
    wait = wait_after(message.attempts) if kind == BounceKind.DELAYED else None
    if wait:
        record(
            message,
            state=MessageState.WAITING,
            server_words=error.message,
            look_at=now() + wait,
            handed_at=None,
            claimed_at=None,
        )
        return
    bounced = kind == BounceKind.HARD
    record(
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


def record(message: Message, **values: object) -> None:
    """Write values of one message."""
    Message.objects.filter(pk=message.pk).update(**values)


def _record_one(taken: Taken) -> None:
    """Record a message that somebody else holds just now, after them."""
    given = {"header_id": taken.header_id} if taken.header_id else {}
    Message.objects.filter(pk=taken.id).update(
        state=MessageState.SENT,
        server_words=taken.words,
        provider_id=taken.provider_id,
        is_event_due=True,
        **given,
    )
