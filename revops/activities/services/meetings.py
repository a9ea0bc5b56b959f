"""Publish meetings and demos, since agreeing to one and attending it are signals of intent."""

from uuid import UUID

from mauntic.events.catalog import MeetingHeld, MeetingPlanned
from mauntic.events.services import publish
from mauntic.kernel.clock import now
from revops.activities.models import Activity, ActivityType

MEETINGS = frozenset({ActivityType.MEETING, ActivityType.DEMO})


def publish_planned_meeting(*, activity: Activity) -> None:
    """Publish `MeetingPlanned` for an upcoming meeting with a known contact.

    Args:
        activity: any activity; others than meetings and demos are skipped.

    Publishes: `MeetingPlanned`.
    """
    contact_id = _with_whom(activity)
    if contact_id and activity.due_at and activity.due_at > now() and not activity.completed_at:
        publish(
            MeetingPlanned(
                contact_id=contact_id,
                deal_id=activity.deal_id,
                activity_id=activity.pk,
                activity_type=activity.type,
            )
        )


def publish_held_meeting(*, activity: Activity, is_withdrawn: bool = False) -> None:
    """Publish `MeetingHeld` for a meeting with an outcome, or its withdrawal.

    A meeting without an outcome may not have taken place.

    Args:
        activity: any activity; others than meetings and demos are skipped.
        is_withdrawn: True if the activity was reopened.

    Publishes: `MeetingHeld`.
    """
    contact_id = _with_whom(activity)
    if contact_id and activity.completed_at and activity.outcome:
        publish(
            MeetingHeld(
                contact_id=contact_id,
                deal_id=activity.deal_id,
                activity_id=activity.pk,
                activity_type=activity.type,
                held_at=activity.completed_at,
                is_withdrawn=is_withdrawn,
            )
        )


def _with_whom(activity: Activity) -> UUID | None:
    """Return the contact of a meeting, else of its deal."""
    if activity.type not in MEETINGS:
        return None
    return activity.contact_id or (activity.deal.contact_id if activity.deal else None)
