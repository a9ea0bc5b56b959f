"""What leads answered so far, for whoever wants to write to them again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import UUIDField

from mauntic.delivery.inbox.models import Reply, ReplyClass
from mauntic.kernel.db.sets import among


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that a person wrote.

    Args:
        contact_id: the lead.
        at: when it arrived.
        label: its class, a value of `ReplyClass`.
        words: its class as people read it.
        origin_kind: what sent the answered message; empty if it is not known.
        origin_id: as above.
        is_open: whether it waits for an answer.
    """

    contact_id: UUID
    at: datetime
    label: str
    words: str
    origin_kind: str
    origin_id: UUID | None
    is_open: bool


def answers_of(contact_ids: Collection[UUID]) -> list[Answered]:
    """Return the replies of people among the contacts, newest first, in one query."""
    rows = Reply.objects.filter(among("contact_id", list(contact_ids), UUIDField()), is_human=True)
    names = ("contact_id", "arrived_at", "label", "message__origin_kind", "message__origin_id", "done_at")
    found = rows.order_by("-arrived_at", "-id").values_list(*names)
    return [
        Answered(pk, at, label, str(ReplyClass(label).label), kind or "", origin, done_at is None)
        for pk, at, label, kind, origin, done_at in found
        if pk
    ]
