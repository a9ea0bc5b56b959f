"""The next best action: the order of its rules."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

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


HIDDEN = replace(SOUND, contact="", next_step="", stage=Stage.DISCOVERY)


@pytest.mark.parametrize(
    ("values", "title", "reason", "hours"),
    [
        ({"stage": Stage.CLOSED_WON}, "The deal is closed", "No action needed.", 0),
        ({}, "Continue as planned", "The deal has no warnings.", 0),
        (
            {
                "people": (ANN, Person("Cy", "legal")),
                "stage": Stage.PROPOSAL,
                "last_touch_at": NOW - 28 * DAY,
            },
            "Re-engage Ann Lee",
            "No activity for 28 days.",
            24,
        ),
        (
            {"people": GONE},
            "Call Bob Ray to save the deal",
            "Champion gone: Ann Lee works for another company now.",
            24,
        ),
        (
            {**QUIET, **PASSED, **NO_STEP, "people": GONE},
            "Call Bob Ray to save the deal",
            "Champion gone: Ann Lee works for another company now.",
            4,
        ),
        (QUIET, "Re-engage Ann Lee", "No activity for 20 days.", 72),
        (
            {"last_touch_at": NOW - 20 * DAY, "recent_signals": 1, "earlier_signals": 8},
            "Re-engage Ann Lee",
            "No activity for 20 days. 1 signal in the last 30 days, 8 in the 30 days before.",
            72,
        ),
        (PASSED, "Review the close plan", "Expected to close on 20 Nov 2026, 5 days ago.", 24),
        (
            {"expected_close_on": date(2026, 12, 9)},
            "Review the close plan",
            "Expected to close on 9 Dec 2026.",
            24,
        ),
        (
            {"stage": Stage.NEGOTIATION},
            "Review the close plan",
            "In negotiation, expected to close on 20 Dec 2026.",
            72,
        ),
        (
            {"stage": Stage.NEGOTIATION, "expected_close_on": None},
            "Review the close plan",
            "In negotiation without a close date.",
            72,
        ),
        (
            {"highest_value": Decimal(100_000)},
            "Review the close plan",
            "Value cut from €100,000 to €50,000, by 50%.",
            24,
        ),
        (NO_STEP, "Agree on a plan with Ann Lee", "No next step and no scheduled activity.", 72),
        (
            {"stage": Stage.DISCOVERY, **NO_STEP},
            "Schedule a discovery meeting with Ann Lee",
            "No next step and no scheduled activity.",
            72,
        ),
        (
            {"stage": Stage.DISCOVERY, **NO_STEP, "meeting_at": NOW + DAY},
            "Continue as planned",
            "No next step and no scheduled activity.",
            0,
        ),
    ],
)
def test_an_action_says_why_and_by_when(values, title, reason, hours):
    action = action_of(**values)

    assert (action.title, action.reason, action.due_in_hours) == (title, reason, hours)


def test_a_close_date_that_passed_is_told_even_where_its_warning_is_off():
    off = {**DEFAULTS, "close_date_passed": replace(DEFAULTS["close_date_passed"], enabled=False)}
    for expected, reason in (
        (date(2026, 11, 24), "The close date 24 Nov 2026 has passed."),
        (date(2026, 11, 25), "Expected to close on 25 Nov 2026."),
    ):
        facts = replace(SOUND, expected_close_on=expected)
        assert choose_action(facts, assess(facts, off, NOW)).reason == reason


@pytest.mark.parametrize("stage", [Stage.PROSPECTING, Stage.QUALIFICATION, Stage.DISCOVERY])
@pytest.mark.parametrize(
    "values",
    [
        NO_STEP,
        {"people": (ANN,)},
        {"stage_entered_at": NOW - 60 * DAY},
        {"overdue": 1, "overdue_since": NOW - DAY},
    ],
)
def test_before_the_demo_too_little_known_asks_for_a_meeting(stage, values):
    assert action_of(stage=stage, **values).type == ActionType.DISCOVERY_MEETING


@pytest.mark.parametrize(
    "values", [NO_STEP, {"people": (ANN,)}, {"people": (BOB,)}, {"stage_entered_at": NOW - 60 * DAY}]
)
def test_from_the_demo_on_the_same_asks_for_a_plan(values):
    assert action_of(stage=Stage.PROPOSAL, **values).type == ActionType.MUTUAL_ACTION_PLAN


def test_overdue_activities_alone_ask_for_no_plan():
    action = action_of(overdue=1, overdue_since=NOW - DAY)

    assert (action.type, action.reason) == (ActionType.NONE, "1 activity overdue, by up to 1 day.")


def test_a_reason_names_at_most_two_warnings_the_heaviest_first():
    action = action_of(next_step="", people=(Person("Cy", "legal"),), stage_entered_at=NOW - 60 * DAY)

    assert action.type == ActionType.MUTUAL_ACTION_PLAN
    assert (
        action.reason
        == "60 days in proposal. Usual for team North: 9 days (median of 14). No economic buyer."
    )


def test_a_critical_deal_without_a_champion_to_miss_names_its_two_heaviest_warnings():
    action = action_of(
        **QUIET, **PASSED, **NO_STEP, people=(Person("Cy", "legal"),), overdue=2, overdue_since=NOW - DAY
    )

    assert (action.type, action.priority, action.due_in_hours) == ("rescue_call", "urgent", 4)
    assert action.reason == "Expected to close on 20 Nov 2026, 5 days ago. No activity for 20 days."


def test_an_action_is_stored_by_the_names_of_the_api():
    assert action_of(stage=Stage.DISCOVERY, **NO_STEP, company="Initech").as_json() == {
        "type": "discovery_meeting",
        "priority": "medium",
        "title": "Schedule a discovery meeting with Ann Lee",
        "reason": "No next step and no scheduled activity.",
        "dueInHours": 72,
        "playbook": [
            "Offer Ann Lee two times in the next days.",
            "Prepare three questions about what costs Initech time or money.",
            "Ask who else is affected, who decides, and by when.",
            'Log what you learned, and enter the next step of "Roll-out".',
        ],
    }
    assert action_of().as_json()["playbook"] == []


def test_the_deadlines_are_four_hours_a_day_three_days_and_a_week():
    assert DUE_HOURS == {"urgent": 4, "high": 24, "medium": 72, "low": 168}


def test_recommendations_without_an_action_are_the_remedies_alone():
    facts = replace(HIDDEN, meeting_at=NOW + DAY)
    health = assess(facts, DEFAULTS, NOW)

    assert recommendations(health, choose_action(facts, health)) == ["Agree on a next step with a date."]


@pytest.mark.parametrize("stage", [Stage.PROSPECTING, Stage.DISCOVERY, Stage.DEMO, Stage.PROPOSAL])
def test_a_deal_against_which_nothing_speaks_goes_on_as_planned(stage):
    assert action_of(stage=stage).type == ActionType.NONE


@pytest.mark.parametrize(
    "values",
    [
        {
            "stage": Stage.DISCOVERY,
            "people": (ANN, Person("Cy", "legal")),
            "overdue": 0,
            "meeting_at": NOW + DAY,
        },
        {"stage": Stage.DISCOVERY, "people": (ANN, BOB), "recent_signals": 0},
    ],
)
def test_a_warning_that_a_meeting_cannot_mend_asks_for_none(values):
    assert action_of(**values).type == ActionType.NONE
