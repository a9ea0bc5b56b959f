"""The next best action: the order of its rules, and the names in its steps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from revops.domain.health import assess
from revops.domain.health_facts import Person
from revops.domain.health_settings import DEFAULTS
from revops.domain.next_action import DUE_HOURS, ActionType, Urgency, next_action, recommendations
from revops.domain.next_action_playbooks import REMEDIES
from revops.domain.stages import Stage
from tests.revops.test_health_rules import ANN, BOB, DAY, NOW, SOUND

GONE = (replace(ANN, gone="works for another company now"), BOB, Person("Cy Orr", "other"))
QUIET = {"last_touch_at": NOW - 20 * DAY}
PASSED = {"expected_close_on": date(2026, 11, 20)}
NO_STEP = {"next_step": ""}


def action_of(**values):
    facts = replace(SOUND, **values)
    return next_action(facts, assess(facts, DEFAULTS, NOW))


@pytest.mark.parametrize(
    ("values", "kind", "urgency"),
    [
        ({"stage": Stage.CLOSED_LOST, **QUIET}, "none", "low"),
        ({**QUIET, **PASSED, **NO_STEP, "people": GONE}, "rescue_call", "urgent"),
        ({"people": GONE}, "rescue_call", "high"),
        ({**QUIET, **PASSED}, "reengagement_sequence", "high"),
        (QUIET, "reengagement_sequence", "medium"),
        ({"recent_signals": 1, "earlier_signals": 8}, "reengagement_sequence", "medium"),
        ({**PASSED, **NO_STEP}, "close_plan_review", "high"),
        ({"slips": 3}, "close_plan_review", "high"),
        ({"expected_close_on": date(2026, 12, 9)}, "close_plan_review", "high"),
        ({"expected_close_on": date(2026, 12, 10)}, "none", "low"),
        ({"stage": Stage.NEGOTIATION}, "close_plan_review", "medium"),
        ({"stage": Stage.NEGOTIATION, "expected_close_on": None}, "close_plan_review", "medium"),
        (NO_STEP, "mutual_action_plan", "medium"),
        ({**NO_STEP, "people": (), "recent_signals": 0}, "mutual_action_plan", "high"),
        ({"stage": Stage.DISCOVERY, **NO_STEP}, "discovery_meeting", "medium"),
        ({"stage": Stage.DISCOVERY, **NO_STEP, "meeting_at": NOW + DAY}, "none", "low"),
        ({"stage": Stage.PROSPECTING, "overdue": 1}, "discovery_meeting", "medium"),
        ({}, "none", "low"),
    ],
)
def test_the_first_rule_that_applies_decides(values, kind, urgency):
    action = action_of(**values)

    assert (action.type, action.priority) == (kind, urgency)


def test_every_type_has_three_to_six_steps_and_nothing_has_none():
    found = {
        action.type: action
        for action in (
            action_of(people=GONE),
            action_of(**QUIET),
            action_of(**PASSED),
            action_of(**NO_STEP),
            action_of(stage=Stage.DISCOVERY, **NO_STEP),
            action_of(),
        )
    }

    assert set(found) == set(ActionType)
    steps = {kind: len(action.playbook) for kind, action in found.items()}
    assert steps.pop(ActionType.NONE) == 0
    assert {kind: count for kind, count in steps.items() if not 3 <= count <= 6} == {}


def test_the_steps_name_the_people_the_company_and_the_money():
    action = action_of(people=GONE, company="Initech")

    assert action.title == "Call Bob Ray to save the deal"
    assert action.reason == "The champion is gone: Ann Lee works for another company now."
    assert action.playbook == (
        "Read what was last said and agreed about “Roll-out”.",
        "Call Bob Ray and ask what has changed at Initech.",
        "Ask who takes over from Ann Lee, and to be introduced.",
        "Ask outright whether the need, the budget and the day still hold.",
        "Agree on a next step with a day, and write it into “Roll-out”.",
        "Tell your manager how it stands; set 50,000.00 EUR to another forecast category if need be.",
    )


def test_without_anybody_known_the_steps_ask_for_somebody():
    action = action_of(people=(), company="Initech", **NO_STEP)

    assert action.title == "Agree on a plan with somebody at Initech"
    assert "who decides on 50,000.00 EUR" in " ".join(action.playbook)


def test_every_warning_has_a_remedy():
    assert set(REMEDIES) == {key for key, setting in DEFAULTS.items() if not setting.is_strength}


def test_the_more_urgent_the_sooner():
    hours = [DUE_HOURS[urgency] for urgency in Urgency]

    assert hours == sorted(hours)
    assert action_of(people=GONE).due_in_hours == 24
    assert action_of().due_in_hours == 0


def test_recommendations_begin_with_the_action_and_mend_each_warning():
    facts = replace(SOUND, **QUIET, next_step="", meeting_at=NOW + timedelta(days=1))
    health = assess(facts, DEFAULTS, NOW)

    assert recommendations(health, next_action(facts, health)) == [
        "Approach Ann Lee anew.",
        "Get in touch, and write down what came of it.",
        "Agree on a next step, and give it a day.",
    ]
    assert recommendations(assess(SOUND, DEFAULTS, NOW), action_of()) == []
