"""Workflows and journeys that are on, with what they did: one run failed, for somebody to try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind, Origin
from mauntic.automation.selectors.present import present_now
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.definitions.saving import Draft, save_definition, turn_on
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.crm.models import Contact
from mauntic.journeys.services.enrolling import enroll_leads

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


JOURNEYS = (
    Plan(
        "Warm up leads",
        "score_threshold",
        {"min_score": 50, "direction": "up"},
        [
            {"action": "add_tag", "settings": {"tag": "Warm"}},
            {"action": "wait", "settings": {"days": 2}},
            {
                "action": "split",
                "settings": {
                    "conditions": {"field": "contact.lead_score", "operator": "at_least", "value": 75}
                },
                "branches": {
                    "yes": [_task("Call {{ full_name | the lead }} while they are warm", 0, "call")],
                    "no": [
                        {"action": "wait", "settings": {"days": 5}},
                        _task("Write to {{ full_name | the lead }}"),
                    ],
                },
            },
        ],
        options={"goal": {"field": "contact.lifecycle_stage", "operator": "equals", "value": "customer"}},
    ),
    Plan(
        "Welcome by hand",
        "manual",
        {},
        [
            {"action": "add_tag", "settings": {"tag": "Welcomed"}},
            _task("Welcome {{ first_name | them }} to the trial", 0),
            {"action": "wait", "settings": {"days": 7}},
            _task("Ask {{ first_name | them }} how the trial goes"),
        ],
    ),
)


def make(by: User) -> int:
    """Make workflows and journeys, turn them on, and begin runs for some records that are there.

    Returns: the number of runs.
    """
    count = sum(_begin(_turned_on(Kind.WORKFLOW, plan, by), by, plan.most) for plan in PLANS)
    return count + sum(_enroll(_turned_on(Kind.JOURNEY, plan, by), by, plan.most) for plan in JOURNEYS)


def _turned_on(kind: Kind, plan: Plan, by: User) -> Definition:
    draft = Draft(
        name=plan.name,
        trigger=plan.trigger,
        trigger_settings=plan.settings,
        conditions=plan.conditions,
        steps=plan.steps,
        options=plan.options,
    )
    definition = save_definition(kind=kind, draft=draft, by=by)
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


def _enroll(definition: Definition, by: User, most: int) -> int:
    ids = list(Contact.objects.order_by("-lead_score", "-pk").values_list("pk", flat=True)[:most])
    return enroll_leads(definition_id=definition.pk, contact_ids=ids, by=by).count
