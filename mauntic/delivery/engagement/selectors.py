"""Reads of openings and clicks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.delivery.engagement.domain.judging import AT_DELIVERY
from mauntic.delivery.engagement.models import Touch, Untracked
from mauntic.kernel.bots import reason_label

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An opening, or with `url` a click. `reason` says why it was a machine's."""

    url: str
    at: datetime
    is_machine: bool
    is_judged: bool
    reason: str


def touches_of(message_id: UUID) -> list[Shown]:
    """Return the last 50 openings and clicks of a message, newest first, those of machines too."""
    rows = Touch.objects.filter(message=message_id).select_related("link").order_by("-at", "-id")[:SHOWN]
    return [
        Shown(
            url=row.link.url if row.link else "",
            at=row.at,
            is_machine=bool(row.reason),
            is_judged=row.judged_at is not None,
            reason=_label(row.reason),
        )
        for row in rows
    ]


def is_tracked(contact_id: UUID) -> bool:
    """Return whether openings and clicks of a lead are counted."""
    return not Untracked.objects.filter(contact=contact_id).exists()


def _label(reason: str) -> str:
    return _("Within seconds of delivery") if reason == AT_DELIVERY else reason_label(reason)
