"""What a completed activity changes elsewhere: alerts, the timeline, the deal; each can be withdrawn."""

from contextlib import suppress
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.events.catalog import ActivityCompleted
from mauntic.events.services import publish
from mauntic.kernel.errors import Conflict, NotFound
from revops.activities.models import TOUCHES, Activity
from revops.activities.services.meetings import publish_held_meeting
from revops.deals.models.deals import Deal
from revops.jobs import ASSESS_SOME
from scoring.alerts.services.moves import acknowledge_touched, undo_alert_changes


def answer_alerts(*, activity: Activity, by: User | None) -> None:
    """Acknowledge the alerts about the lead that `by` has contacted, and keep the changes for undo.

    Args:
        activity: any activity; open ones, tasks and notes are skipped.
        by: the acting user.
    """
    contact_id = activity.lead_id()
    if not (by and activity.completed_at and contact_id and activity.type in TOUCHES):
        return
    moved = acknowledge_touched(
        contact_ids=[contact_id], by=by, at=activity.completed_at, answered_with=activity.type
    )
    if moved.changes:
        activity.answered = [change.pk for change in moved.changes]
        activity.save(update_fields=["answered"])


def reopen_alerts(*, activity: Activity, by: User) -> None:
    """Reopen the alerts that an activity answered, unless somebody changed them since.

    Args:
        activity: the activity that is withdrawn.
        by: the acting user.
    """
    if not activity.answered:
        return
    with suppress(Conflict, NotFound):  # changed since, or reassigned to somebody else
        undo_alert_changes(change_ids=activity.answered, by=by)
    activity.answered = None
    activity.save(update_fields=["answered"])


def publish_completed(*, activity: Activity, is_withdrawn: bool = False) -> None:
    """Publish a completed activity of a lead, or its withdrawal.

    Args:
        activity: any activity; open ones and those without a lead are skipped.
        is_withdrawn: True if the activity was reopened or deleted.

    Publishes: `MeetingHeld` for a meeting or demo with an outcome, `ActivityCompleted`.
    """
    publish_held_meeting(activity=activity, is_withdrawn=is_withdrawn)
    contact_id = activity.lead_id()
    if contact_id and activity.completed_at:
        publish(
            ActivityCompleted(
                contact_id=contact_id,
                deal_id=activity.deal_id,
                activity_id=activity.pk,
                activity_type=activity.type,
                subject=activity.subject,
                outcome=activity.outcome,
                completed_at=activity.completed_at,
                is_withdrawn=is_withdrawn,
            )
        )


def update_deal(*, deal_id: UUID | None) -> None:
    """Update the time of the deal's last activity, and assess its health again.

    Args:
        deal_id: the id of the deal; None is skipped.
    """
    if deal_id is None:
        return
    done = Activity.objects.filter(deal=OuterRef("pk")).done().order_by().values("deal")
    last = Subquery(done.annotate(last=Max("completed_at")).values("last"))
    Deal.objects.filter(pk=deal_id).update(last_activity_at=last)
    enqueue(ASSESS_SOME, [str(deal_id)])
