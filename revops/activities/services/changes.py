"""Complete, reopen, reschedule, reassign, edit, delete and restore activities."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.normalize import as_written
from mauntic.kernel.values.stored_text import composed
from revops.activities.models import Activity, ActivityQuerySet
from revops.activities.services.drafts import ActivityDraft, detail_problems, draft_problems, owner_problems
from revops.activities.services.effects import answer_alerts, publish_completed, reopen_alerts, update_deal
from revops.activities.services.planning import plan_next, planned_fields, reminder_time


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored activity, and the number of follow-ups that were restored with it."""

    activity: Activity
    follow_ups: int


@transaction.atomic
def complete_activity(
    *,
    activity_id: UUID,
    by: User,
    outcome: str = "",
    duration_minutes: int | None = None,
    notes: str = "",
) -> Activity:
    """Complete an activity now, and plan the next one of a recurring task. Details left out stay.

    Args:
        activity_id: the id of the activity.
        by: the acting user.
        outcome: empty leaves it as it is.
        duration_minutes: None leaves it as it is.
        notes: empty leaves them as they are.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is completed already.
        Invalid: names the wrong fields.

    Publishes: `ActivityCompleted`, and `MeetingHeld` for a meeting or demo with an outcome.
    """
    activity = _locked(activity_id, by)
    if activity.completed_at:
        raise Conflict(_('"{activity}" is already completed.').format(activity=activity))
    if problems := detail_problems("", outcome, duration_minutes, notes):
        raise Invalid(problems)
    activity.outcome = as_written(outcome) or activity.outcome
    activity.notes = composed(notes).strip() or activity.notes
    if duration_minutes is not None:
        activity.duration_minutes = duration_minutes
    activity.completed_at, activity.remind_at = now(), None
    activity.save()
    answer_alerts(activity=activity, by=by)
    publish_completed(activity=activity)
    plan_next(activity=activity)
    update_deal(deal_id=activity.deal_id)
    return activity


@transaction.atomic
def reopen_activity(*, activity_id: UUID, by: User) -> Activity:
    """Reopen a completed activity, its alerts, and drop what it planned. Outcome and notes stay.

    Args:
        activity_id: the id of the activity.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is open already.

    Publishes: as withdrawn what the completion published.
    """
    activity = _locked(activity_id, by)
    if not activity.completed_at:
        raise Conflict(_('"{activity}" is already open.').format(activity=activity))
    _withdraw(activity, by, now())
    activity.completed_at = None
    activity.save(update_fields=["completed_at"])
    update_deal(deal_id=activity.deal_id)
    return activity


@transaction.atomic
def reschedule_activity(*, activity_id: UUID, due_at: datetime, by: User) -> Activity:
    """Give an open activity another due date.

    Args:
        activity_id: the id of the activity.
        due_at: the new due date.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is completed.
    """
    activity = _locked(activity_id, by)
    _require_open(activity)
    activity.due_at, activity.remind_at = due_at, reminder_time(due_at, activity.reminder_minutes)
    activity.save(update_fields=["due_at", "remind_at"])
    update_deal(deal_id=activity.deal_id)
    return activity


@transaction.atomic
def reassign_activity(*, activity_id: UUID, owner_id: UUID, by: User) -> Activity:
    """Assign an activity to another user.

    Args:
        activity_id: the id of the activity.
        owner_id: the id of an active user.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Invalid: there is no active user with the id `owner_id`.
    """
    activity = _locked(activity_id, by)
    if problems := owner_problems(owner_id):
        raise Invalid(problems)
    activity.owner_id = owner_id
    activity.save(update_fields=["owner"])
    return activity


@transaction.atomic
def edit_task(*, activity_id: UUID, draft: ActivityDraft, due_at: datetime, by: User) -> Activity:
    """Change subject, notes, owner, records, due date, recurrence and reminder of an open activity.

    Args:
        activity_id: the id of the activity.
        draft: the new values; its type is that of the activity.
        due_at: the due date.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is completed.
        Invalid: names the wrong fields.
    """
    activity = _locked(activity_id, by)
    _require_open(activity)
    wanted = replace(draft, type=activity.type, owner_id=draft.owner_id or activity.owner_id)
    problems = draft_problems(wanted, by)
    if draft.deal_id == activity.deal_id:
        problems.pop("deal", None)  # one may own a task of a deal that one does not see
    if problems:
        raise Invalid(problems)
    before = activity.deal_id
    activity.subject, activity.notes = as_written(draft.subject), composed(draft.notes).strip()
    activity.deal_id, activity.contact_id = draft.deal_id, draft.contact_id
    activity.owner_id, activity.due_at = wanted.owner_id, due_at
    for name, value in planned_fields(wanted, owner_id=wanted.owner_id, due_at=due_at).items():
        setattr(activity, name, value)
    activity.save()
    for deal_id in {before, activity.deal_id}:
        update_deal(deal_id=deal_id)
    return activity


@transaction.atomic
def delete_activity(*, activity_id: UUID, by: User) -> Activity:
    """Delete an activity. A completed one takes its open follow-ups with it, and reopens its alerts.

    All of them have one `deleted_at`, by which `restore_activity` finds them.

    Args:
        activity_id: the id of the activity.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.

    Publishes: as withdrawn what the completion published.
    """
    activity, at = _locked(activity_id, by), now()
    if activity.completed_at:
        _withdraw(activity, by, at)
    _mark_deleted([activity], at)
    update_deal(deal_id=activity.deal_id)
    return activity


@transaction.atomic
def restore_activity(*, activity_id: UUID, by: User) -> Restored:
    """Undo the deletion of an activity, with the follow-ups that were deleted with it.

    A completed one answers the open alerts of its lead again.

    Args:
        activity_id: the id of the activity.
        by: the acting user.

    Returns: the activity, and the number of follow-ups.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is not deleted.

    Publishes: as `log_activity` for a completed one.
    """
    activity = _locked(activity_id, by, Activity.everything.all())
    if activity.deleted_at is None:
        raise Conflict(_('"{activity}" is not deleted.').format(activity=activity))
    deleted_with = Activity.everything.filter(follows=activity, deleted_at=activity.deleted_at)
    followed_by = list(deleted_with.select_for_update().order_by("pk"))
    _mark_restored([activity, *followed_by])
    answer_alerts(activity=activity, by=by)
    publish_completed(activity=activity)
    update_deal(deal_id=activity.deal_id)
    return Restored(activity, len(followed_by))


def _withdraw(activity: Activity, by: User, at: datetime) -> None:
    """Take back what the completion of an activity changed elsewhere, while it still is completed."""
    publish_completed(activity=activity, is_withdrawn=True)
    reopen_alerts(activity=activity, by=by)
    planned = Activity.objects.filter(follows=activity).to_do().select_for_update()
    _mark_deleted(planned.order_by("pk"), at)


def _mark_deleted(activities: Iterable[Activity], at: datetime) -> None:
    rows = list(activities)
    for activity in rows:
        activity.deleted_at, activity.remind_at = at, None
    update_rows(Activity.everything, rows, ["deleted_at", "remind_at"])


def _mark_restored(activities: Iterable[Activity]) -> None:
    rows = list(activities)
    for activity in rows:
        activity.deleted_at = None
        if activity.due_at and not activity.completed_at:
            activity.remind_at = reminder_time(activity.due_at, activity.reminder_minutes)
    update_rows(Activity.everything, rows, ["deleted_at", "remind_at"])


def _require_open(activity: Activity) -> None:
    if activity.completed_at:
        problem = _('"{activity}" is completed. Reopen it first, then change it.')
        raise Conflict(problem.format(activity=activity))


def _locked(activity_id: UUID, by: User, rows: ActivityQuerySet | None = None) -> Activity:
    """Lock an activity for a change, after its lead, as the order of locks demands."""
    seen = (Activity.objects.all() if rows is None else rows).visible_to(by)
    ids = seen.filter(pk=activity_id).values_list("contact", "deal__contact").first()
    hold_contacts(contact_ids={pk for pk in ids or () if pk})
    found = (
        seen.select_related("owner", "deal").select_for_update(of=("self",)).filter(pk=activity_id).first()
    )
    if found is None:
        raise NotFound(_("There is no activity {id}.").format(id=activity_id))
    return found
