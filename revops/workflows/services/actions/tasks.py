"""Create a task about a deal or lead."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.registry.subjects import DEAL
from revops.activities.services.drafts import ActivityDraft
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


def create_task(
    calls: Sequence[Call], _settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Create the task."""
    call, plan = one(calls, planned)
    inputs = plan.inputs
    draft = ActivityDraft(
        type=inputs["type"],
        deal_id=call.subject_id if call.subject_kind == DEAL else None,
        contact_id=UUID(inputs["lead"]) if inputs["lead"] else None,
        owner_id=UUID(inputs["owner"]) if inputs["owner"] else None,
        subject=inputs["subject"][:200],
        notes=inputs["notes"],
    )
    task = plan_activity(draft=draft, due_at=datetime.fromisoformat(inputs["due_at"]), by=call.by)
    return answer(call, Done({"task": str(task.pk)}))


def _due(at: datetime, days: int) -> datetime:
    zone = organization_zone()
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, DUE_AT, zone)
