"""Change a field of a deal."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from revops.deals.selectors.days import today
from revops.deals.services.create import change_deals
from revops.workflows.domain.deal_values import value_of
from revops.workflows.services.actions.common import answer, filled, one


def plan_deal_field(calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return the value that each deal gets."""
    texts = filled(calls, settings, ["value"])
    return {call.run_id: Planned({"field": settings["field"], **texts[call.run_id]}) for call in calls}


def update_deal_field(
    calls: Sequence[Call], settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Change the deal. A value that it has already changes nothing."""
    call, plan = one(calls, planned)
    value = value_of(settings["field"], plan.inputs["value"], today(call.at))
    change_deals(deal_ids=[call.subject_id], changes={settings["field"]: value}, by=call.by)
    return answer(call, Done({"field": settings["field"], "value": plan.inputs["value"]}))
