"""Let leads take a branch by their score, their grade, or by chance."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mauntic.automation.domain.outcomes import Call, Planned
from mauntic.crm.models import Contact
from mauntic.journeys.domain.splits import (
    branch_at_random,
    branch_of_grade,
    branch_of_score,
    read_grades,
    read_ranges,
    read_shares,
)

Settings = Mapping[str, Any]


def plan_score(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say which branch the score of each lead takes."""
    ranges, scores = read_ranges(settings["ranges"]), _values(calls, "lead_score")
    found = {}
    for call in calls:
        score = scores.get(call.subject_id)
        number = None if score is None else float(score)
        found[call.run_id] = Planned({"score": number, "branch": branch_of_score(ranges, number)})
    return found


def plan_grade(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say which branch the grade of each lead takes."""
    branches, grades = read_grades(settings["grades"]), _values(calls, "lead_grade")
    return {
        call.run_id: Planned(
            {
                "grade": grades.get(call.subject_id) or "",
                "branch": branch_of_grade(branches, grades.get(call.subject_id) or ""),
            }
        )
        for call in calls
    }


def plan_random(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say which branch chance gives to each lead."""
    shares = read_shares(settings["shares"])
    return {
        call.run_id: Planned(
            {"branch": branch_at_random(shares, call.subject_id, f"{call.definition_id}:{call.step}")}
        )
        for call in calls
    }


def _values(calls: Sequence[Call], name: str) -> dict[UUID, Any]:
    rows = Contact.objects.filter(pk__in=[call.subject_id for call in calls]).order_by()
    return dict(rows.values_list("pk", name))
