"""Log and schedule activities of leads and deals, and tasks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.normalize import as_written
from mauntic.kernel.values.stored_text import composed
from revops.activities.models import Activity, ActivityType
from revops.activities.services.drafts import ActivityDraft, draft_problems
from revops.activities.services.effects import answer_alerts, publish_completed, update_deal
from revops.activities.services.meetings import publish_planned_meeting
from revops.activities.services.planning import planned_fields
from revops.deals.models.deals import Deal


@dataclass(frozen=True, slots=True)
class Logged:
    """A logged activity, and its follow-up task if one was planned."""

    activity: Activity
    follow_up: Activity | None = None


@transaction.atomic
def log_activity(*, draft: ActivityDraft, by: User | None, at: datetime | None = None) -> Activity:
    """Log an activity as done, now or at an earlier time.

    Args:
        by: None is Mauntic itself, which sees all deals.

    Returns: the activity.

    Raises:
        Invalid: names the wrong fields.

    Publishes: `ActivityCompleted`, and `MeetingHeld` for a meeting or demo with an outcome.
    """
    done_at = at or now()
    problems = draft_problems(draft, by)
    if done_at > now():
        problems["completed_at"] = _("This time is in the future. Set a due date instead.")
    if draft.recurrence or draft.reminder_minutes is not None:
        problems["due_at"] = _("Enter a due date. Only open tasks repeat and remind.")
    return _made(draft, by, problems, completed_at=done_at)


@transaction.atomic
def plan_activity(*, draft: ActivityDraft, due_at: datetime | None, by: User | None) -> Activity:
    """Schedule an activity for `due_at`. A time in the past makes it overdue at once.

    Args:
        draft: the activity.
        due_at: the due date; None is refused.
        by: the acting user; None is Mauntic itself.

    Returns: the activity.

    Raises:
        Invalid: names the wrong fields.

    Publishes: `MeetingPlanned` for a meeting or demo.
    """
    problems = draft_problems(draft, by)
    if due_at is None:
        problems["due_at"] = _("Enter a due date.")
    return _made(draft, by, problems, due_at=due_at)


def save_activity(*, draft: ActivityDraft, due_at: datetime | None, by: User) -> Activity:
    """Schedule an activity if it has a due date, else log it as done.

    Args:
        draft: the activity.
        due_at: None logs the activity as done.
        by: the acting user.

    Returns: the activity.

    Raises:
        Invalid: names the wrong fields.

    Publishes: as `plan_activity` or `log_activity`.
    """
    if due_at:
        return plan_activity(draft=draft, due_at=due_at, by=by)
    return log_activity(draft=draft, by=by)


@transaction.atomic
def log_with_follow_up(*, draft: ActivityDraft, follow_up: str, due_at: datetime | None, by: User) -> Logged:
    """Log an activity as done now, and plan the next step as a task of the same records.

    Args:
        draft: the activity.
        follow_up: the subject of the task.
        due_at: its due date; None plans no task, and then `follow_up` must be empty.
        by: the acting user, who gets the task.

    Returns: both activities.

    Raises:
        Invalid: names the wrong fields; those of the task are `follow_up` and `due_at`.

    Publishes: as `log_activity`.
    """
    if follow_up.strip() and due_at is None:
        raise Invalid({"due_at": _("Enter when the next step is due.")})
    activity = log_activity(draft=draft, by=by)
    if due_at is None:
        return Logged(activity)
    task = ActivityDraft(
        type=ActivityType.TASK,
        subject=follow_up or _("Follow up"),
        deal_id=draft.deal_id,
        contact_id=draft.contact_id,
        follows_id=activity.pk,
    )
    try:
        return Logged(activity, plan_activity(draft=task, due_at=due_at, by=by))
    except Invalid as error:
        names = {"subject": "follow_up"}
        raise Invalid({names.get(name, name): found for name, found in error.fields.items()}) from None


def _made(
    draft: ActivityDraft,
    by: User | None,
    problems: Mapping[str, str],
    *,
    due_at: datetime | None = None,
    completed_at: datetime | None = None,
) -> Activity:
    if problems:
        raise Invalid(problems)
    hold_contacts(contact_ids=_leads_of(draft))
    owner_id = draft.owner_id or (by.pk if by else None)
    activity = Activity.objects.create(
        type=draft.type,
        subject=as_written(draft.subject),
        deal_id=draft.deal_id,
        contact_id=draft.contact_id,
        owner_id=owner_id,
        outcome=as_written(draft.outcome),
        duration_minutes=draft.duration_minutes,
        notes=composed(draft.notes).strip(),
        due_at=due_at,
        completed_at=completed_at,
        created_by=by,
        follows_id=draft.follows_id,
        **planned_fields(draft, owner_id=owner_id, due_at=due_at),
    )
    answer_alerts(activity=activity, by=by)
    publish_planned_meeting(activity=activity)
    publish_completed(activity=activity)
    update_deal(deal_id=draft.deal_id)
    return activity


def _leads_of(draft: ActivityDraft) -> set[UUID]:
    """Return the leads of a draft, which are locked before its deal and the alerts that it answers."""
    of_deal = Deal.objects.filter(pk=draft.deal_id).values_list("contact", flat=True) if draft.deal_id else ()
    return {pk for pk in (draft.contact_id, *of_deal) if pk}
