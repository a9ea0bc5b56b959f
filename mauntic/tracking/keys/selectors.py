"""Reads of write keys, rejected messages and untracked days."""

from django.db.models import QuerySet

from mauntic.tracking.keys.models.keys import WriteKey
from mauntic.tracking.keys.models.log import RejectedMessage, UntrackedDay


def write_keys() -> QuerySet[WriteKey]:
    """Return all write keys."""
    return WriteKey.objects.select_related("created_by")


def rejected_messages() -> QuerySet[RejectedMessage]:
    """Return rejected messages, newest first."""
    return RejectedMessage.objects.select_related("write_key")


def untracked_days() -> QuerySet[UntrackedDay]:
    """Return the last 30 days with untracked messages."""
    return UntrackedDay.objects.all()[:30]
