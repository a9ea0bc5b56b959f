"""The next best action: the order of its rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import assess
from revops.health.domain.facts import Person
from revops.health.domain.next_action import DUE_HOURS, ActionType, Urgency, choose_action, recommendations
from revops.health.domain.settings import DEFAULTS
from tests.revops.health.facts import ANN, BOB, DAY, NOW, SOUND

GONE = (replace(ANN, gone="works for another company now"), BOB, Person("Cy Orr", "other"))


QUIET = {"last_touch_at": NOW - 20 * DAY}


PASSED = {"expected_close_on": date(2026, 11, 20)}


NO_STEP = {"next_step": ""}


def action_of(**values):
    facts = replace(SOUND, **values)
    return choose_action(facts, assess(facts, DEFAULTS, NOW))


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


def test_the_more_urgent_the_sooner():
    hours = [DUE_HOURS[urgency] for urgency in Urgency]

    assert hours == sorted(hours)
    assert action_of(people=GONE).due_in_hours == 24
    assert action_of().due_in_hours == 0


def test_recommendations_begin_with_the_action_and_mend_each_warning():
    facts = replace(SOUND, **QUIET, next_step="", meeting_at=NOW + timedelta(days=1))
    health = assess(facts, DEFAULTS, NOW)

    assert recommendations(health, choose_action(facts, health)) == [
        "Re-engage Ann Lee.",
        "Contact the buyer, and log the result.",
        "Agree on a next step with a date.",
    ]
    assert recommendations(assess(SOUND, DEFAULTS, NOW), action_of()) == []
