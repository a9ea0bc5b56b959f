"""Create a task about a deal or lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from revops.activities.services.batch import plan_for_leads
from revops.activities.services.drafts import ActivityDraft, check_people
from revops.activities.services.record import plan_activity
from revops.deals.selectors.days import organization_zone
from revops.workflows.services.actions.common import answer, filled, leads_of, one, owners_of

TEXTS = ("subject", "notes")
DUE_AT = time(9)


def plan_task(calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return the task of each run, for its person or the owner of the record, due at 9:00."""
    texts, owners, leads = filled(calls, settings, TEXTS), owners_of(calls), leads_of(calls)
    chosen = settings.get("owner")
    found = {}
    for call in calls:
        owner = chosen.pk if chosen else owners.get(call.subject_id) or (call.by.pk if call.by else None)
        lead = leads.get(call.subject_id)
        found[call.run_id] = Planned(
            {
                **texts[call.run_id],
                "type": settings["type"],
                "due_at": _due(call.at, settings["due_days"]).isoformat(),
                "owner": str(owner) if owner else "",
                "lead": str(lead) if lead else "",
            }
        )
    return found


def create_task_of_deal(
    calls: Sequence[Call], _settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Create the task of a deal."""
    call, plan = one(calls, planned)
    task = plan_activity(draft=_draft(plan, deal_id=call.subject_id), due_at=_due_at(plan), by=call.by)
    return answer(call, Done({"task": str(task.pk)}))


def create_tasks_of_leads(
    calls: Sequence[Call], _settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Create the tasks of leads, in sets.

    Raises: `Invalid` if one of their people is deactivated.
    """
    drafts = {call.run_id: _draft(planned[call.run_id]) for call in calls}
    check_people(drafts.values())
    by_day: dict[datetime, list[UUID]] = defaultdict(list)
    for run_id in drafts:
        by_day[_due_at(planned[run_id])].append(run_id)
    outcomes: dict[UUID, Outcome] = {}
    for due_at, run_ids in by_day.items():
        tasks = plan_for_leads(drafts=[drafts[pk] for pk in run_ids], due_at=due_at, by=calls[0].by)
        outcomes |= {pk: Done({"task": str(task.pk)}) for pk, task in zip(run_ids, tasks, strict=True)}
    return outcomes


def _draft(plan: Planned, *, deal_id: UUID | None = None) -> ActivityDraft:
    inputs = plan.inputs
    return ActivityDraft(
        type=inputs["type"],
        deal_id=deal_id,
        contact_id=UUID(inputs["lead"]) if inputs["lead"] else None,
        owner_id=UUID(inputs["owner"]) if inputs["owner"] else None,
        subject=inputs["subject"][:200],
        notes=inputs["notes"],
    )


def _due_at(plan: Planned) -> datetime:
    return datetime.fromisoformat(plan.inputs["due_at"])


def _due(at: datetime, days: int) -> datetime:
    zone = organization_zone()
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, DUE_AT, zone)
