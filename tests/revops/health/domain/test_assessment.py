"""The score of a deal, its level and its flags."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import assess
from revops.health.domain.facts import Usual
from revops.health.domain.settings import DEFAULTS, set_to
from tests.revops.health.facts import DAY, NOW, SOUND, said


def test_a_sound_deal_has_all_points():
    health = assess(SOUND, DEFAULTS, NOW)

    assert (health.score, health.level, health.flags, health.confidence) == (100, "healthy", [], 1.0)
    assert health.summary == "Healthy (100 of 100): No warnings."


@pytest.mark.parametrize(("days", "points"), [(13, 0), (14, 12), (21, 19), (28, 25), (90, 25)])
def test_what_is_worse_costs_more_up_to_twice_the_limit(days, points):
    health = assess(replace(SOUND, last_touch_at=NOW - days * DAY), DEFAULTS, NOW)

    assert 100 - health.score == points


def test_an_organizations_own_weight_and_limit_hold():
    own = set_to("no_activity", enabled=True, weight=40, limit=Decimal(2))
    health = assess(replace(SOUND, last_touch_at=NOW - 5 * DAY), {**DEFAULTS, "no_activity": own}, NOW)

    assert health.score == 60


def test_a_weight_of_nothing_flags_nothing():
    idle = replace(DEFAULTS["no_next_step"], weight=0)

    assert said(replace(SOUND, next_step=""), {**DEFAULTS, "no_next_step": idle}) == {}


def test_time_alone_moves_the_flags():
    days = [sorted(said(SOUND, at=NOW + days * DAY)) for days in (0, 5, 12)]

    assert days == [[], ["stuck_in_stage"], ["no_activity", "stuck_in_stage"]]


def test_the_same_facts_give_the_same_answer():
    facts = replace(SOUND, next_step="", recent_signals=0)

    assert assess(facts, DEFAULTS, NOW) == assess(facts, DEFAULTS, NOW)


@pytest.mark.parametrize(
    ("weight", "score", "level"),
    [
        (30, 70, "healthy"),
        (31, 69, "at_risk"),
        (60, 40, "at_risk"),
        (61, 39, "critical"),
        (100, 0, "critical"),
    ],
)
def test_the_level_follows_the_score(weight, score, level):
    settings = {"no_next_step": replace(DEFAULTS["no_next_step"], weight=weight)}
    health = assess(replace(SOUND, next_step=""), settings, NOW)

    assert (health.score, health.level) == (score, level)


def test_the_score_stays_between_nothing_and_all():
    awful = replace(
        SOUND,
        last_touch_at=None,
        next_step="",
        people=(),
        slips=9,
        overdue=9,
        stage_entered_at=NOW - 99 * DAY,
        expected_close_on=date(2026, 1, 1),
    )
    great = replace(SOUND, recent_signals=9, meeting_at=NOW + DAY)

    assert [assess(facts, DEFAULTS, NOW).score for facts in (awful, great)] == [0, 100]


def test_confidence_is_the_share_of_what_was_looked_at_whose_facts_are_known():
    unknown = replace(SOUND, people=(), last_touch_at=None, usual_stage=Usual(21.0), expected_close_on=None)

    # Known are: the next step, the value, what is overdue, and whether a meeting is planned.
    assert assess(unknown, DEFAULTS, NOW).confidence == round(4 / 15, 2)


@pytest.mark.parametrize(("stage", "score"), [(Stage.CLOSED_WON, 100), (Stage.CLOSED_LOST, 0)])
def test_a_closed_deal_is_not_looked_at(stage, score):
    health = assess(replace(SOUND, stage=stage, next_step=""), DEFAULTS, NOW)

    assert (health.score, health.signals) == (score, ())


def test_a_closed_deal_says_how_it_ended():
    ends = (Stage.CLOSED_WON, Stage.CLOSED_LOST)
    said = [assess(replace(SOUND, stage=stage), DEFAULTS, NOW).summary for stage in ends]
    assert said == ["The deal is won.", "The deal is lost."]
