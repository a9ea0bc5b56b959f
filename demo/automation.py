"""Workflows that are on, with what they did: one run failed, for somebody to mend and try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind, Origin
from mauntic.automation.selectors.present import present_now
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions import Draft, save_definition, turn_on
from mauntic.automation.services.firing import begin, new_run

MOST_RUNS = 12
"""Of each workflow: enough to see, and few enough to leave the lists of tasks short."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A workflow of the demonstration."""

    name: str
    trigger: str
    settings: Mapping[str, Any]
    steps: Sequence[Mapping[str, Any]]
    conditions: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    most: int = MOST_RUNS


def _task(subject: str, days: int = 1, kind: str = "task") -> dict[str, Any]:
    return {"action": "create_task", "settings": {"subject": subject, "type": kind, "due_days": days}}


def _set(name: str, value: str) -> dict[str, Any]:
    return {"action": "update_field", "settings": {"field": name, "value": value}}


PLANS = (
    Plan(
        "Call leads that became hot",
        "score_changed",
        {"score": 80, "direction": "up"},
        [_task("Call {{ full_name | the lead }}: the score is {{ score }}", 0, "call")],
        options={"cool_down_hours": 24 * 7},
    ),
    Plan(
        "Wake up quiet deals",
        "inactivity",
        {"days": 14},
        [_task("Ask {{ first_name | them }} what holds {{ deal }} up")],
        conditions={"field": "deal.value", "operator": "at_least", "value": 20_000},
    ),
    Plan(
        "Hand won deals over",
        "deal_won",
        {},
        [
            _task("Introduce {{ company | the customer }} to the service team", 1),
            _set("next_step", "Kick-off call"),
        ],
        conditions={"field": "company.employees", "operator": "at_least", "value": 200},
    ),
    # It fails: a lost deal is reopened by a person, who says why. Somebody will find that out by its run.
    Plan(
        "Try lost deals again",
        "deal_lost",
        {},
        [
            {"action": "move_stage", "settings": {"stage": "prospecting"}},
            _task("Ask {{ first_name | them }} again"),
        ],
        most=1,
    ),
)


def make(by: User) -> int:
    """Make the workflows, turn them on, and begin runs for some records that are there.

    Returns: the number of runs.
    """
    return sum(_begin(_turned_on(plan, by), by, plan.most) for plan in PLANS)


def _turned_on(plan: Plan, by: User) -> Definition:
    draft = Draft(
        name=plan.name,
        trigger=plan.trigger,
        trigger_settings=plan.settings,
        conditions=plan.conditions,
        steps=plan.steps,
        options=plan.options,
    )
    definition = save_definition(kind=Kind.WORKFLOW, draft=draft, by=by)
    return turn_on(definition_id=definition.pk, by=by)


def _begin(definition: Definition, by: User, most: int) -> int:
    script = Script(Definition.objects.get(pk=definition.pk).current)  # type: ignore[arg-type]  # it was saved
    found = present_now(script, by)
    if found is None:
        return 0
    ids = found.order_by("-pk").values_list("pk", flat=True)[:most]
    rows = [new_run(definition, script, pk, cause_key="demo", origin=Origin.PERSON) for pk in ids]
    for row in rows:
        row.started_by = by
    return begin(rows)
