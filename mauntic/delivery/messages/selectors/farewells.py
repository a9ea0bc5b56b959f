"""Messages that ended in a farewell."""

from collections.abc import Collection
from uuid import UUID

from mauntic.delivery.messages.models import Message


def unsubscribed_among(message_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the messages whose recipients unsubscribed, by a link, a reply or a complaint."""
    rows = Message.objects.filter(pk__in=message_ids, unsubscribed_at__isnull=False)
    return set(rows.values_list("pk", flat=True))
