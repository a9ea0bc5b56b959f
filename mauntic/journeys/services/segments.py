"""Tell journeys who enters and leaves a segment."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.automation.models import Run, RunReason
from mauntic.automation.registry.triggers import Happening, known_trigger
from mauntic.automation.selectors.listening import anybody_listens
from mauntic.automation.services.runs.leaving import end_all, locked
from mauntic.automation.services.starting.firing import fire


def enter_segment(*, segment: str, contact_ids: Collection[UUID], occurred_at: datetime) -> int:
    """Start the journeys of a segment for the leads who entered it.

    Args:
        segment: its id as text.
        contact_ids: who entered.
        occurred_at: when.

    Returns: the number of new runs.
    """
    if not anybody_listens("segment", segment=segment):
        return 0
    told = [Happening(pk, {"segment": segment}) for pk in contact_ids]
    return fire(trigger=known_trigger("segment"), happenings=told, occurred_at=occurred_at)


@transaction.atomic
def leave_segment(*, segment: str, contact_ids: Collection[UUID]) -> int:
    """End the runs of leads who left the segment that they entered by, where the journey says so.

    Args:
        segment: its id as text.
        contact_ids: who left.

    Returns: the number of runs that ended.
    """
    entered = Run.objects.alive().filter(
        subject_id__in=contact_ids,
        definition__options__ends_on_leaving=True,
        version__trigger="segment",
        version__trigger_settings__segment=segment,
    )
    return end_all(locked(entered), RunReason.LEFT)
