"""New activities, checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.crm.models import Contact
from mauntic.kernel import display
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Invalid
from revops.activities.models import LONGEST_REMINDER, ActivityType, Recurrence
from revops.deals.models.deals import Deal
from revops.deals.services.drafts import check_owners

LONGEST_SUBJECT, LONGEST_OUTCOME, LONGEST_NOTES = 200, 60, 20_000
MOST_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """An activity to create, of a deal, a contact or both; a task may be of neither.

    Without an owner it belongs to its author. Only tasks recur, until the day `recurs_until` or without end.
    """

    type: str
    deal_id: UUID | None = None
    contact_id: UUID | None = None
    owner_id: UUID | None = None
    subject: str = ""
    outcome: str = ""
    duration_minutes: int | None = None
    notes: str = ""
    recurrence: str = ""
    recurs_until: date | None = None
    reminder_minutes: int | None = None
    follows_id: UUID | None = None


def draft_problems(draft: ActivityDraft, by: User | None) -> dict[str, str]:
    """Return what is wrong with a draft, by field.

    Args:
        draft: the activity to create.
        by: the acting user; None is Mauntic itself, which sees all deals.
    """
    problems = detail_problems(draft.subject, draft.outcome, draft.duration_minutes, draft.notes)
    if draft.type not in ActivityType.values:
        problems["type"] = _("Choose one of {choices}.").format(choices=choices_text(ActivityType.choices))
    problems |= _record_problems(draft, by) | plan_problems(draft)
    return problems | (owner_problems(draft.owner_id) if draft.owner_id else {})


def _record_problems(draft: ActivityDraft, by: User | None) -> dict[str, str]:
    problems = {}
    deals = Deal.objects.visible_to(by) if by else Deal.objects.all()
    if not draft.deal_id and not draft.contact_id and draft.type != ActivityType.TASK:
        problems["deal"] = _("Choose a deal or a lead.")
    if draft.deal_id and not deals.filter(pk=draft.deal_id).exists():
        problems["deal"] = _("There is no deal {id}.").format(id=draft.deal_id)
    if draft.contact_id and not Contact.objects.filter(pk=draft.contact_id).exists():
        problems["contact"] = _("There is no lead {id}.").format(id=draft.contact_id)
    return problems


def plan_problems(draft: ActivityDraft) -> dict[str, str]:
    """Return what is wrong with recurrence and reminder of a draft, by field.

    Args:
        draft: the activity to create or to change.
    """
    problems = {}
    if draft.recurrence not in Recurrence.values:
        choices = choices_text(Recurrence.choices)
        problems["recurrence"] = _("Choose one of {choices}.").format(choices=choices)
    elif draft.recurrence and draft.type != ActivityType.TASK:
        problems["recurrence"] = _("Only tasks can repeat.")
    if draft.recurs_until and not draft.recurrence:
        problems["recurs_until"] = _("Choose how often the task repeats, or leave the last day empty.")
    if draft.reminder_minutes is not None and not 0 <= draft.reminder_minutes <= LONGEST_REMINDER:
        problems["reminder_minutes"] = _("Enter whole minutes from 0 to {most}.").format(
            most=display.number(LONGEST_REMINDER)
        )
    return problems


def detail_problems(subject: str, outcome: str, minutes: int | None, notes: str) -> dict[str, str]:
    """Return what is wrong with the texts and the duration of an activity, by field."""
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


def owner_problems(owner_id: UUID) -> dict[str, str]:
    """Return an error for an owner who is not an active user."""
    return {} if check_owners({owner_id}) else {"owner": _("Choose an active user.")}


def check_people(drafts: Iterable[ActivityDraft]) -> None:
    """Check that the owners of many drafts are active users, in one query. Raises: `Invalid`."""
    owners = {draft.owner_id for draft in drafts if draft.owner_id}
    if check_owners(owners) != owners:
        raise Invalid({"owner": _("Choose an active user.")})
