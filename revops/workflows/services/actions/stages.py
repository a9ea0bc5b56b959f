"""Move a deal to a stage."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.kernel.translation import gettext as _
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.deals.services.moves import move_deals
from revops.workflows.services.actions.common import answer, one


def plan_move(calls: Sequence[Call], settings: Mapping[str, Any]) -> Mapping[UUID, Planned]:
    """Return the move of each deal; deals that are there already are left out."""
    ids = [call.subject_id for call in calls]
    stages = dict(Deal.objects.filter(pk__in=ids).order_by().values_list("pk", "stage"))
    there = _("The deal is in this stage already.")
    return {
        call.run_id: Planned(
            {"from": _label(stages.get(call.subject_id, "")), "stage": settings["stage"]},
            there if stages.get(call.subject_id) == settings["stage"] else "",
        )
        for call in calls
    }


def move_stage(
    calls: Sequence[Call], settings: Mapping[str, Any], planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Move the deal."""
    call, _plan = one(calls, planned)
    move_deals(
        deal_ids=[call.subject_id],
        stage=settings["stage"],
        by=call.by,
        lost_reason=settings.get("lost_reason") or "",
    )
    return answer(call, Done({"stage": settings["stage"]}))


def _label(stage: str) -> str:
    return str(DealStage(stage).label) if stage in DealStage.values else stage
