"""The last look at a claimed message, in the statement that marks it as handed over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
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

# Once for each message: Django takes longer to word this than the database to do it.
_HAND_OVER = """
    UPDATE delivery_message AS message SET handed_at = %(at)s
    FROM crm_contact AS contact, delivery_mailbox AS mailbox
    WHERE message.id = %(id)s AND message.state = %(claimed)s AND message.handed_at IS NULL
      AND contact.id = message.contact_id AND contact.consent <> %(refused)s
      AND mailbox.id = message.mailbox_id AND mailbox.state <> %(off)s
      AND (mailbox.state <> %(paused)s OR mailbox.paused_until <= %(at)s OR message.rank = %(personal)s)
      AND NOT EXISTS (
          SELECT FROM delivery_suppression AS said_no
          WHERE said_no.digest IN (%(digest)s, %(own)s) AND said_no.lifted_at IS NULL
            AND (said_no.digest = %(digest)s OR said_no.reason <> ALL(%(of_address)s))
            AND (said_no.scope_kind = '' OR (said_no.scope_kind, said_no.scope_id) = (%(kind)s, %(scope)s))
      )
"""


def scopes_of(messages: Sequence[Message]) -> dict[UUID, Scope]:
    """Return the sender of each message that one can unsubscribe from; all if it has none of its own."""
    of_kind: dict[str, set[UUID]] = defaultdict(set)
    for message in messages:
        of_kind[message.origin_kind].add(message.origin_id)
    found = {kind: standings(kind, ids) for kind, ids in of_kind.items()}
    own = {row.pk: found[row.origin_kind][row.origin_id].scope for row in messages}
    return {row.pk: Scope(row.origin_kind, own[row.pk]) if own[row.pk] else EVERYTHING for row in messages}


class LastLook:
    """Marks the messages of one batch as handed over, one after the other, if they still may go.

    Between the claim and its turn in a long batch a message may have been cancelled or taken back, and its
    recipient may have said no, or somebody may have switched the mailbox off.
    """

    def __init__(self, messages: Sequence[Message]) -> None:
        self._salt = current_salt()
        self._scopes = scopes_of(messages)
        contacts = Contact.objects.filter(pk__in={message.contact_id for message in messages})
        self._stored = dict(contacts.order_by().values_list("pk", "email"))

    def hand_over(self, message: Message, at: datetime) -> bool:
        """Mark a claimed message of this worker as handed over at a time.

        Returns: whether it goes now. If not, the gate looks at it again, and cancels it with the reason.
        """
        scope, digest = self._scopes[message.pk], digest_of_key(message.to_address, self._salt)
        asked: dict[str, datetime | UUID | str | int | list[str] | None] = {
            "at": at,
            "id": message.pk,
            "claimed": MessageState.CLAIMED.value,
            "refused": Consent.REFUSED.value,
            "digest": digest,
            "own": self._own_digest(message) or digest,
            "of_address": [each.value for each in OF_ADDRESS],
            "off": State.OFF.value,
            "paused": State.PAUSED.value,
            "personal": Rank.PERSONAL.value,
            "kind": scope.kind,
            "scope": scope.id,
        }
        with connection.cursor() as cursor:
            cursor.execute(_HAND_OVER, asked)
            if cursor.rowcount:
                return True
        mine = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED, handed_at=None)
        mine.update(state=MessageState.WAITING, claimed_at=None, attempts=F("attempts") - 1, look_at=at)
        return False

    def _own_digest(self, message: Message) -> str:
        """Return the digest of the lead's own address, if the message goes to another."""
        stored = self._stored.get(message.contact_id, "")
        return digest_of(stored, self._salt) if stored and stored != message.to_address else ""
