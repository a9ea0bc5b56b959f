"""Who wrote messages by hand."""

from collections.abc import Collection, Mapping
from uuid import UUID

from mauntic.delivery.messages.models import Message


def writers_of(message_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Return the users who wrote some of the messages by hand, by message."""
    rows = Message.objects.filter(pk__in=message_ids, written_by__isnull=False)
    return dict(rows.order_by().values_list("pk", "written_by_id"))
