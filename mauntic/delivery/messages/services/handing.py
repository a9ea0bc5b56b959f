"""The last look at claimed messages, in the statement that marks them as handed over."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from mauntic.crm.models import Consent, Contact
from mauntic.delivery.mailboxes.models import State
from mauntic.delivery.messages.models import Message, MessageState, Rank
from mauntic.delivery.messages.origins import standings
from mauntic.delivery.suppression.domain.digests import digest_of, digest_of_key
from mauntic.delivery.suppression.models import OF_ADDRESS
from mauntic.delivery.suppression.selectors import EVERYTHING, Scope, current_salt

# Waits for no lock, since others lock several messages as well, in another order.
_HAND_OVER = """
    WITH mine AS (
        SELECT message.id
        FROM unnest(
            %(ids)s::uuid[], %(digests)s::text[], %(own)s::text[], %(kinds)s::text[], %(scopes)s::uuid[]
        ) AS asked (id, digest, own, kind, scope)
        JOIN delivery_message AS message ON message.id = asked.id
        JOIN crm_contact AS contact ON contact.id = message.contact_id
        JOIN delivery_mailbox AS mailbox ON mailbox.id = message.mailbox_id
        WHERE message.state = %(claimed)s AND message.handed_at IS NULL
          AND contact.consent <> %(refused)s
          AND mailbox.state <> %(off)s
          AND (mailbox.state <> %(paused)s OR mailbox.paused_until <= %(at)s OR message.rank = %(personal)s)
          AND NOT EXISTS (
              SELECT FROM delivery_suppression AS said_no
              WHERE said_no.digest IN (asked.digest, asked.own) AND said_no.lifted_at IS NULL
                AND (said_no.digest = asked.digest OR said_no.reason <> ALL(%(of_address)s))
                AND (said_no.scope_kind = ''
                     OR (said_no.scope_kind, said_no.scope_id) = (asked.kind, asked.scope))
          )
        FOR NO KEY UPDATE OF message SKIP LOCKED
    )
    UPDATE delivery_message AS message SET handed_at = %(at)s FROM mine WHERE message.id = mine.id
    RETURNING message.id
"""
_FIXED: Mapping[str, Any] = {
    "claimed": MessageState.CLAIMED.value,
    "refused": Consent.REFUSED.value,
    "of_address": [each.value for each in OF_ADDRESS],
    "off": State.OFF.value,
    "paused": State.PAUSED.value,
    "personal": Rank.PERSONAL.value,
}


def scopes_of(messages: Sequence[Message]) -> dict[UUID, Scope]:
    """Return the sender of each message that one can unsubscribe from; all if it has none of its own."""
    of_kind: dict[str, set[UUID]] = defaultdict(set)
    for message in messages:
        of_kind[message.origin_kind].add(message.origin_id)
    found = {kind: standings(kind, ids) for kind, ids in of_kind.items()}
    own = {row.pk: found[row.origin_kind][row.origin_id].scope for row in messages}
    return {row.pk: Scope(row.origin_kind, own[row.pk]) if own[row.pk] else EVERYTHING for row in messages}


class LastLook:
    """Marks messages of one batch as handed over, some at a time, if they still may go.

    Between the claim and its turn in a long batch a message may have been cancelled or taken back, and its
    recipient may have said no, or somebody may have switched the mailbox off.
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        self._salt = current_salt()
        self._scopes = scopes_of(messages)
        contacts = Contact.objects.filter(pk__in={message.contact_id for message in messages})
        self._stored = dict(contacts.order_by().values_list("pk", "email"))

    def hand_over(self, messages: Sequence[Message], at: datetime) -> set[UUID]:
        """Mark claimed messages of this worker as handed over at a time, in one statement.

        Returns: those that go now. At the others the gate looks again, and cancels them with the reason.
        """
        if not messages:
            return set()
        digests = [digest_of_key(message.to_address, self._salt) for message in messages]
        scopes = [self._scopes[message.pk] for message in messages]
        asked: dict[str, Any] = {
            "at": at,
            "ids": [message.pk for message in messages],
            "digests": digests,
            "own": [self._own_digest(each) or its for each, its in zip(messages, digests, strict=True)],
            "kinds": [scope.kind for scope in scopes],
            "scopes": [scope.id for scope in scopes],
        }
        with connection.cursor() as cursor:
            cursor.execute(_HAND_OVER, {**_FIXED, **asked})
            going = {pk for (pk,) in cursor.fetchall()}
        let_wait([message for message in messages if message.pk not in going], at)
        return going

    def _own_digest(self, message: Message) -> str:
        """Return the digest of the lead's own address, if the message goes to another."""
        stored = self._stored.get(message.contact_id, "")
        return digest_of(stored, self._salt) if stored and stored != message.to_address else ""


def let_wait(messages: Sequence[Message], at: datetime) -> None:
    """Let the gate look again at claimed messages that were not handed over, or were taken back.

    They are few, and each is a transaction of its own: it may wait for somebody who is cancelling it.
    """
    for message in messages:
        mine = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED, handed_at=None)
        mine.update(state=MessageState.WAITING, claimed_at=None, attempts=F("attempts") - 1, look_at=at)


def take_back(messages: Sequence[Message]) -> None:
    """Unmark messages that were handed over and that the server did not get."""
    for message in messages:
        handed = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED)
        handed.update(handed_at=None)
