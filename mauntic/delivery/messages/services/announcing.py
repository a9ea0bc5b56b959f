"""Tell the other contexts which messages left, in sets.

Each message is recorded as sent on its own, right after the server took it, and
says that its event is due.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from mauntic.delivery.messages.models import Message, MessageQuerySet
from mauntic.events.catalog import MessageSent
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now

SWEEP_AFTER = timedelta(minutes=1)
"""An event that is due for so long lost its worker."""
PER_SWEEP = 5_000


def announce(*, ids: Collection[UUID]) -> int:
    """Publish that messages were sent, for those whose event is due.

    Publishes: `MessageSent` of each, once.
    Returns: their number.
    """
    return _announce(Message.objects.filter(pk__in=ids))


def announce_lost() -> int:
    """Publish that messages were sent whose worker died before it could, at most 5,000.

    Publishes: `MessageSent` of each, once.
    Returns: their number.
    """
    return _announce(Message.objects.filter(handed_at__lt=now() - SWEEP_AFTER))


@transaction.atomic
def _announce(messages: MessageQuerySet) -> int:
    due = messages.filter(is_event_due=True).order_by("handed_at", "pk")[:PER_SWEEP]
    rows = list(due.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "contact_id"))
    Message.objects.filter(pk__in=[pk for pk, _contact_id in rows]).update(is_event_due=False)
    publish_many(MessageSent(contact_id=contact_id, message_id=pk) for pk, contact_id in rows)
    return len(rows)
