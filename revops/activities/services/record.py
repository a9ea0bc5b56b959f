"""Log, schedule, complete, reopen, reschedule and reassign activities of leads and deals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.contacts.services.locks import hold_contacts
from mauntic.crm.models import Contact
from mauntic.kernel import display
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.normalize import as_written
from mauntic.kernel.values.stored_text import composed
from revops.activities.models import Activity, ActivityType
from revops.activities.services.meetings import publish_held_meeting, publish_planned_meeting
from revops.deals.models.deals import Deal
from revops.deals.services.drafts import check_owners
from revops.jobs import ASSESS_SOME
from scoring.alerts.services.moves import acknowledge_touched

LONGEST_SUBJECT, LONGEST_OUTCOME, LONGEST_NOTES = 200, 60, 20_000
MOST_MINUTES = 7 * 24 * 60
# Types that reach the lead. Tasks and notes do not.
TOUCHES = frozenset(ActivityType.values) - {ActivityType.TASK, ActivityType.NOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity to create, of a deal, a contact or both. Without an owner it belongs to its author."""

    type: str
    deal_id: UUID | None = None
    contact_id: UUID | None = None
    owner_id: UUID | None = None
    subject: str = ""
    outcome: str = ""
    duration_minutes: int | None = None
    notes: str = ""


@transaction.atomic
def log_activity(*, draft: ActivityDraft, by: User | None, at: datetime | None = None) -> Activity:
    """Log an activity as done, now or at an earlier time.

    Args:
        by: None is Mauntic itself, which sees all deals.

    Returns: the activity.

    Raises:
        Invalid: names the wrong fields.

    Publishes: `MeetingHeld` for a meeting or demo with an outcome.
    """
    done_at = at or now()
    problems = _problems(draft, by)
    if done_at > now():
        problems["completed_at"] = _("This time is in the future. Set a due date instead.")
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
    problems = _problems(draft, by)
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
def complete_activity(
    *,
    activity_id: UUID,
    by: User,
    outcome: str = "",
    duration_minutes: int | None = None,
    notes: str = "",
) -> Activity:
    """Complete an activity now. Details that are left out stay as they are.

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

    Publishes: `MeetingHeld` for a meeting or demo with an outcome.
    """
    activity = _locked(activity_id, by)
    if activity.completed_at:
        raise Conflict(_('"{activity}" is already completed.').format(activity=activity))
    if problems := _detail_problems("", outcome, duration_minutes, notes):
        raise Invalid(problems)
    activity.outcome = as_written(outcome) or activity.outcome
    activity.notes = composed(notes).strip() or activity.notes
    if duration_minutes is not None:
        activity.duration_minutes = duration_minutes
    activity.completed_at = now()
    activity.save()
    _answer_alerts(activity, by)
    publish_held_meeting(activity=activity)
    _update_deal(activity.deal_id)
    return activity


@transaction.atomic
def reopen_activity(*, activity_id: UUID, by: User) -> Activity:
    """Reopen a completed activity. Outcome and notes stay.

    Args:
        activity_id: the id of the activity.
        by: the acting user.

    Returns: the activity.

    Raises:
        NotFound: `by` cannot see the activity.
        Conflict: it is open already.

    Publishes: `MeetingHeld` as withdrawn for a meeting or demo with an outcome.
    """
    activity = _locked(activity_id, by)
    if not activity.completed_at:
        raise Conflict(_('"{activity}" is already open.').format(activity=activity))
    publish_held_meeting(activity=activity, is_withdrawn=True)
    activity.completed_at = None
    activity.save(update_fields=["completed_at"])
    _update_deal(activity.deal_id)
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
    if activity.completed_at:
        problem = _('"{activity}" is completed. Reopen it first, then change its due date.')
        raise Conflict(problem.format(activity=activity))
    activity.due_at = due_at
    activity.save(update_fields=["due_at"])
    _update_deal(activity.deal_id)
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
    if problems := _owner_problems(owner_id):
        raise Invalid(problems)
    activity.owner_id = owner_id
    activity.save(update_fields=["owner"])
    return activity


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
    if draft.contact_id:
        hold_contacts(contact_ids=[draft.contact_id])
    activity = Activity.objects.create(
        type=draft.type,
        subject=as_written(draft.subject),
        deal_id=draft.deal_id,
        contact_id=draft.contact_id,
        owner_id=draft.owner_id or (by.pk if by else None),
        outcome=as_written(draft.outcome),
        duration_minutes=draft.duration_minutes,
        notes=composed(draft.notes).strip(),
        due_at=due_at,
        completed_at=completed_at,
        created_by=by,
    )
    _answer_alerts(activity, by)
    publish_planned_meeting(activity=activity)
    publish_held_meeting(activity=activity)
    _update_deal(draft.deal_id)
    return activity


def _answer_alerts(activity: Activity, by: User | None) -> None:
    """Acknowledge the alerts about a lead that the user has contacted."""
    if by and activity.completed_at and activity.contact_id and activity.type in TOUCHES:
        acknowledge_touched(contact_id=activity.contact_id, by=by, at=activity.completed_at)


def _update_deal(deal_id: UUID | None) -> None:
    """Update the time of the deal's last activity, and assess its health again."""
    if deal_id is None:
        return
    done = Activity.objects.filter(deal=OuterRef("pk")).done().order_by().values("deal")
    last = Subquery(done.annotate(last=Max("completed_at")).values("last"))
    Deal.objects.filter(pk=deal_id).update(last_activity_at=last)
    enqueue(ASSESS_SOME, [str(deal_id)])


def _locked(activity_id: UUID, by: User) -> Activity:
    try:
        return Activity.objects.visible_to(by).select_for_update(of=("self",)).get(pk=activity_id)
    except Activity.DoesNotExist:
        raise NotFound(_("There is no activity {id}.").format(id=activity_id)) from None


def _problems(draft: ActivityDraft, by: User | None) -> dict[str, str]:
    deals = Deal.objects.visible_to(by) if by else Deal.objects.all()
    problems = _detail_problems(draft.subject, draft.outcome, draft.duration_minutes, draft.notes)
    if draft.type not in ActivityType.values:
        problems["type"] = _("Choose one of {choices}.").format(choices=", ".join(ActivityType.values))
    if not draft.deal_id and not draft.contact_id:
        problems["deal"] = _("Choose a deal or a lead.")
    if draft.deal_id and not deals.filter(pk=draft.deal_id).exists():
        problems["deal"] = _("There is no deal {id}.").format(id=draft.deal_id)
    if draft.contact_id and not Contact.objects.filter(pk=draft.contact_id).exists():
        problems["contact"] = _("There is no lead {id}.").format(id=draft.contact_id)
    return problems | (_owner_problems(draft.owner_id) if draft.owner_id else {})


def _detail_problems(subject: str, outcome: str, minutes: int | None, notes: str) -> dict[str, str]:
    texts = (
        ("subject", subject, LONGEST_SUBJECT),
        ("outcome", outcome, LONGEST_OUTCOME),
        ("notes", notes, LONGEST_NOTES),
    )
    problems = {
        name: _("Use at most {number} characters.").format(number=display.number(longest))
        for name, text, longest in texts
        if len(text) > longest
    }
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        problems["duration_minutes"] = _("Enter whole minutes from 0 to {most}.").format(
            most=display.number(MOST_MINUTES)
        )
    return problems


def _owner_problems(owner_id: UUID) -> dict[str, str]:
    return {} if check_owners({owner_id}) else {"owner": _("Choose an active user.")}
