"""Recurrence and reminders of open tasks."""

from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.activities.domain.recurrence import Rule, next_due
from revops.activities.models import Activity, Recurrence
from revops.activities.services.drafts import ActivityDraft


def zone_of(user_id: UUID | None) -> tzinfo:
    """Return the time zone of a user, else that of the organization."""
    own = User.objects.filter(pk=user_id).values_list("time_zone", flat=True).first() if user_id else ""
    return zone_by_name(own or "")


def zone_by_name(name: str) -> tzinfo:
    """Return the time zone of this name; that of the organization for an empty one."""
    return time_zone(name or current_organization().time_zone)


def planned_fields(draft: ActivityDraft, *, owner_id: UUID | None, due_at: datetime | None) -> dict[str, Any]:
    """Return the fields that recurrence and reminder set on an activity with this due date.

    Args:
        draft: with the recurrence and the reminder.
        owner_id: the owner, whose time zone tells the day of the month.
        due_at: None for a completed activity, which has neither.

    Raises: `Invalid` for a last day before the due date.
    """
    if due_at is None:
        return {}
    due_on = due_at.astimezone(zone_of(owner_id)).date()
    if draft.recurs_until and draft.recurs_until < due_on:
        raise Invalid({"recurs_until": _("Enter a last day on or after the due date.")})
    is_monthly = draft.recurrence == Recurrence.MONTHLY
    return {
        "recurrence": draft.recurrence,
        "recurs_until": draft.recurs_until,
        "recurs_on_day": due_on.day if is_monthly else None,
        "reminder_minutes": draft.reminder_minutes,
        "remind_at": reminder_time(due_at, draft.reminder_minutes),
    }


def reminder_time(due_at: datetime, minutes: int | None) -> datetime | None:
    """Return when to remind of a task; None without a reminder, or if it is due already."""
    return None if minutes is None or due_at <= now() else due_at - timedelta(minutes=minutes)


def plan_next(*, activity: Activity) -> Activity | None:
    """Plan the next one of a completed recurring task, with the same words, owner and reminder.

    Args:
        activity: a completed activity, locked by the caller, so that two people plan it once.

    Returns: the new task; None if the activity does not recur, or not any more, or its next one exists.
    """
    if not (activity.recurrence and activity.due_at and activity.completed_at):
        return None
    if Activity.objects.filter(follows=activity, recurrence=activity.recurrence).exists():
        return None
    due_at = next_due(
        Rule(activity.recurrence),
        due_at=activity.due_at,
        completed_at=activity.completed_at,
        zone=zone_of(activity.owner_id),
        day_of_month=activity.recurs_on_day,
        until=activity.recurs_until,
    )
    if due_at is None:
        return None
    return Activity.objects.create(
        type=activity.type,
        subject=activity.subject,
        notes=activity.notes,
        deal_id=activity.deal_id,
        contact_id=activity.contact_id,
        owner_id=activity.owner_id,
        created_by_id=activity.created_by_id,
        due_at=due_at,
        recurrence=activity.recurrence,
        recurs_until=activity.recurs_until,
        recurs_on_day=activity.recurs_on_day,
        reminder_minutes=activity.reminder_minutes,
        remind_at=reminder_time(due_at, activity.reminder_minutes),
        follows=activity,
    )
