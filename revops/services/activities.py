"""What people do about leads and deals: done and told, or planned, done later, put off, handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from revops.models import Activity, ActivityType, Deal
from revops.services.deal_drafts import check_owners
from scoring.services import acknowledge_touched

LONGEST_SUBJECT, LONGEST_OUTCOME, LONGEST_NOTES = 200, 60, 20_000
MOST_MINUTES = 7 * 24 * 60
# What reaches a person; a task or a note does not.
TOUCHES = frozenset(ActivityType.values) - {ActivityType.TASK, ActivityType.NOTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity that is to be, about a deal, a contact or both; its maker's unless it names an owner."""

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
    """Keep what was done, now or `at` an earlier moment. `Invalid` names what is wrong.

    `by` None is the house itself, which sees all.
    """
    done_at = at or now()
    problems = _problems(draft, by)
    if done_at > now():
        problems["completed_at"] = "This is in the future. Plan it with a due date instead."
    return _made(draft, by, problems, completed_at=done_at)


@transaction.atomic
def plan_activity(*, draft: ActivityDraft, due_at: datetime | None, by: User | None) -> Activity:
    """Plan what is to be done by `due_at`; a moment that is past already is overdue at once.

    `Invalid` names what is wrong.
    """
    problems = _problems(draft, by)
    if due_at is None:
        problems["due_at"] = "Say when this is due."
    return _made(draft, by, problems, due_at=due_at)


def keep_activity(*, draft: ActivityDraft, due_at: datetime | None, by: User) -> Activity:
    """`plan_activity` for what is due at a time, `log_activity` for what is done."""
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
    """Say that it was done now, and what came of it; what is left out stays. `Conflict` when it is done."""
    activity = _locked(activity_id, by)
    if activity.completed_at:
        raise Conflict(f"“{activity}” is done already.")
    if problems := _detail_problems("", outcome, duration_minutes, notes):
        raise Invalid(problems)
    activity.outcome = outcome.strip() or activity.outcome
    activity.notes = notes.strip() or activity.notes
    if duration_minutes is not None:
        activity.duration_minutes = duration_minutes
    activity.completed_at = now()
    activity.save()
    _answer_alerts(activity, by)
    _remember(activity.deal_id)
    return activity


@transaction.atomic
def reopen_activity(*, activity_id: UUID, by: User) -> Activity:
    """Take back that it was done; what was told of it stays. `Conflict` when it is open."""
    activity = _locked(activity_id, by)
    if not activity.completed_at:
        raise Conflict(f"“{activity}” is open.")
    activity.completed_at = None
    activity.save(update_fields=["completed_at"])
    _remember(activity.deal_id)
    return activity


@transaction.atomic
def reschedule_activity(*, activity_id: UUID, due_at: datetime, by: User) -> Activity:
    """Put an open activity off, or forward. `Conflict` when it is done."""
    activity = _locked(activity_id, by)
    if activity.completed_at:
        raise Conflict(f"“{activity}” is done. Open it again before you give it another date.")
    activity.due_at = due_at
    activity.save(update_fields=["due_at"])
    _remember(activity.deal_id)
    return activity


@transaction.atomic
def reassign_activity(*, activity_id: UUID, owner_id: UUID, by: User) -> Activity:
    """Hand an activity over to another person. `Invalid` when nobody can be given it by that id."""
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
    activity = Activity.objects.create(
        type=draft.type,
        subject=draft.subject.strip(),
        deal_id=draft.deal_id,
        contact_id=draft.contact_id,
        owner_id=draft.owner_id or (by.pk if by else None),
        outcome=draft.outcome.strip(),
        duration_minutes=draft.duration_minutes,
        notes=draft.notes.strip(),
        due_at=due_at,
        completed_at=completed_at,
        created_by=by,
    )
    _answer_alerts(activity, by)
    _remember(draft.deal_id)
    return activity


def _answer_alerts(activity: Activity, by: User | None) -> None:
    """Who got in touch with a lead has acted on the alerts about it."""
    if by and activity.completed_at and activity.contact_id and activity.type in TOUCHES:
        acknowledge_touched(contact_id=activity.contact_id, by=by, at=activity.completed_at)


def _remember(deal_id: UUID | None) -> None:
    """Set when the deal was last worked on, its latest activity that is done, and have it looked at again."""
    if deal_id is None:
        return
    done = Activity.objects.filter(deal=OuterRef("pk")).done().order_by().values("deal")
    last = Subquery(done.annotate(last=Max("completed_at")).values("last"))
    Deal.objects.filter(pk=deal_id).update(last_activity_at=last)
    send_on_commit("revops.assess_some", [str(deal_id)])


def _locked(activity_id: UUID, by: User) -> Activity:
    try:
        return Activity.objects.visible_to(by).select_for_update(of=("self",)).get(pk=activity_id)
    except Activity.DoesNotExist:
        raise NotFound(f"There is no activity {activity_id}.") from None


def _problems(draft: ActivityDraft, by: User | None) -> dict[str, str]:
    deals = Deal.objects.visible_to(by) if by else Deal.objects.all()
    problems = _detail_problems(draft.subject, draft.outcome, draft.duration_minutes, draft.notes)
    if draft.type not in ActivityType.values:
        problems["type"] = f"Choose one of {', '.join(ActivityType.values)}."
    if not draft.deal_id and not draft.contact_id:
        problems["deal"] = "Say which deal or which lead this is about."
    if draft.deal_id and not deals.filter(pk=draft.deal_id).exists():
        problems["deal"] = f"There is no deal {draft.deal_id}."
    if draft.contact_id and not Contact.objects.filter(pk=draft.contact_id).exists():
        problems["contact"] = f"There is no lead {draft.contact_id}."
    return problems | (_owner_problems(draft.owner_id) if draft.owner_id else {})


def _detail_problems(subject: str, outcome: str, minutes: int | None, notes: str) -> dict[str, str]:
    texts = (
        ("subject", subject, LONGEST_SUBJECT),
        ("outcome", outcome, LONGEST_OUTCOME),
        ("notes", notes, LONGEST_NOTES),
    )
    problems = {
        name: f"Use at most {longest:,} characters." for name, text, longest in texts if len(text) > longest
    }
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        problems["duration_minutes"] = f"Enter whole minutes, from 0 to {MOST_MINUTES:,}."
    return problems


def _owner_problems(owner_id: UUID) -> dict[str, str]:
    return {} if check_owners({owner_id}) else {"owner": f"{owner_id} is nobody who can be given this."}
