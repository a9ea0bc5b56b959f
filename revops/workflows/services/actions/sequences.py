"""Add the lead to a sequence."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned, Skipped
from mauntic.kernel.translation import gettext as _
from revops.sequences.selectors.candidates import candidates
from revops.sequences.selectors.steps import newest_version
from revops.sequences.services.enrollments.enrolling import enroll_leads
from revops.workflows.services.actions.common import answer, leads_of, one, without_lead


def plan_enrolling(calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return the lead of each record, and why it cannot be enrolled."""
    sequence, leads = settings["sequence"], leads_of(calls)
    refused = _refused(sequence, set(leads.values()), calls[0].by)
    found = {}
    for call in calls:
        lead = leads.get(call.subject_id)
        blocked = without_lead() if lead is None else refused.get(lead, "")
        found[call.run_id] = Planned({"sequence": sequence.name, "lead": str(lead or "")}, blocked)
    return found


def _refused(sequence: Any, leads: set[UUID], by: Any) -> dict[UUID, str]:
    if by is None:
        return dict.fromkeys(leads, _("The person who turned it on is gone."))
    found = candidates(sequence=sequence, version=newest_version(sequence.pk), contact_ids=leads, by=by)
    return {each.contact.pk: each.why for each in [*found.refused, *found.answered]}


def add_to_sequence(
    calls: Sequence[Call], settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Enroll the lead."""
    call, plan = one(calls, planned)
    enrolled = enroll_leads(
        sequence_id=settings["sequence"].pk, contact_ids=[UUID(plan.inputs["lead"])], by=call.by
    )
    if enrolled.refused:
        return answer(call, Skipped(enrolled.refused[0].why))
    return answer(call, Done({"enrollment": str(enrolled.rows[0].pk)}))
