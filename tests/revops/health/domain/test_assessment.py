"""The score of a deal, its level and its flags."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import Health, Impact, Level, Signal, assess
from revops.health.domain.facts import Person, Usual
from revops.health.domain.settings import DEFAULTS, set_to
from tests.revops.health.facts import ANN, BOB, DAY, NOW, SOUND, said


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


def signal(key: str, weight: int = 0, impact: Impact = Impact.NEUTRAL, *, is_known: bool = True) -> Signal:
    return Signal(
        key=key,
        label=key.title(),
        value=None,
        impact=impact,
        weight=weight,
        reason=f"It is {key}.",
        is_known=is_known,
    )


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (100, "healthy"),
        (70, "healthy"),
        (69, "at_risk"),
        (40, "at_risk"),
        (39, "critical"),
        (0, "critical"),
    ],
)
def test_a_score_is_healthy_from_70_and_at_risk_from_40(score, level):
    assert Health(score).level == level


def test_warnings_come_before_strengths_and_what_says_nothing_is_no_flag():
    health = Health(
        80,
        (
            signal("booked", 30, Impact.POSITIVE),
            signal("quiet", 25, Impact.NEGATIVE),
            signal("broad", 5, Impact.POSITIVE),
            signal("late", 5, Impact.NEGATIVE),
            signal("fine"),
        ),
    )

    assert [flag.key for flag in health.flags] == ["quiet", "late", "booked", "broad"]
    assert [flag.key for flag in health.warnings] == ["quiet", "late"]


@pytest.mark.parametrize(
    ("keys", "has"),
    [
        (("quiet",), True),
        (("late", "quiet"), True),
        (("booked",), False),
        (("fine",), False),
        (("late",), False),
        ((), False),
    ],
)
def test_a_deal_has_a_warning_only_where_it_warns(keys, has):
    signals = (
        signal("quiet", 25, Impact.NEGATIVE),
        signal("booked", 5, Impact.POSITIVE),
        signal("fine"),
    )

    assert Health(80, signals).has(*keys) is has


@pytest.mark.parametrize(
    ("known", "of", "confidence"), [(0, 3, 0.0), (1, 3, 0.33), (2, 3, 0.67), (3, 3, 1.0), (1, 8, 0.12)]
)
def test_confidence_is_rounded_to_two_digits(known, of, confidence):
    signals = tuple(signal(str(number), is_known=number < known) for number in range(of))

    assert Health(100, signals).confidence == confidence


def test_without_any_signal_there_is_nothing_to_doubt():
    assert Health(100).confidence == 1.0
    assert assess(SOUND, {}, NOW) == Health(100)


@pytest.mark.parametrize(
    ("score", "signals", "summary"),
    [
        (100, (), "Healthy (100 of 100): No warnings."),
        (100, (signal("fine"),), "Healthy (100 of 100): No warnings."),
        (69, (signal("late", 31, Impact.NEGATIVE),), "At risk (69 of 100): It is late."),
        (
            39,
            (
                signal("quiet", 31, Impact.NEGATIVE),
                signal("late", 20, Impact.NEGATIVE),
                signal("lone", 10, Impact.NEGATIVE),
            ),
            "Critical (39 of 100): It is quiet. It is late.",
        ),
        (
            95,
            (signal("booked", 5, Impact.POSITIVE), signal("late", 5, Impact.NEGATIVE)),
            "Healthy (95 of 100): It is late. It is booked.",
        ),
    ],
)
def test_the_summary_names_the_level_the_score_and_the_two_heaviest_flags(score, signals, summary):
    assert Health(score, signals).summary == summary


def test_a_signal_is_stored_by_the_names_of_the_api():
    quiet = replace(SOUND, last_touch_at=NOW - 28 * DAY)
    settings = {"no_activity": DEFAULTS["no_activity"]}

    (found,) = assess(quiet, settings, NOW).signals

    assert found.as_json() == {
        "key": "no_activity",
        "label": "No activity",
        "value": 28,
        "impact": "negative",
        "weight": 25,
        "reason": "No activity for 28 days.",
    }
    assert found.is_known


def test_a_strength_adds_its_points_and_a_warning_subtracts_them():
    facts = replace(SOUND, next_step="", meeting_at=NOW + DAY, recent_signals=5)
    health = assess(facts, DEFAULTS, NOW)

    # 10 for no next step, against 10 for strong intent and 5 for the meeting.
    assert [(flag.key, flag.impact, flag.weight) for flag in health.flags] == [
        ("no_next_step", "negative", 10),
        ("engaged", "positive", 10),
        ("meeting_booked", "positive", 5),
    ]
    assert health.score == 100
    without = {key: each for key, each in DEFAULTS.items() if key != "engaged"}
    assert assess(facts, without, NOW).score == 95


def test_signals_come_by_points_and_then_in_the_order_of_the_settings():
    facts = replace(SOUND, next_step="", people=(Person("Cy", "legal"),), overdue=2)

    weights = [(each.key, each.weight) for each in assess(facts, DEFAULTS, NOW).signals if each.weight]

    assert weights == [
        ("no_economic_buyer", 15),
        ("single_threaded", 10),
        ("no_next_step", 10),
        ("overdue_tasks", 10),
    ]


def test_each_enabled_setting_gives_one_signal_whether_it_warns_or_not():
    settings = {**DEFAULTS, "engaged": replace(DEFAULTS["engaged"], enabled=False)}
    signals = assess(SOUND, settings, NOW).signals

    assert [each.key for each in signals] == [key for key in DEFAULTS if key != "engaged"]
    assert {(each.impact, each.weight) for each in signals} == {(Impact.NEUTRAL, 0)}


def test_points_that_round_to_nothing_are_no_warning():
    light = {"no_activity": replace(DEFAULTS["no_activity"], weight=1)}
    health = assess(replace(SOUND, last_touch_at=NOW - 14 * DAY), light, NOW)

    # Half of one point is rounded to the even number, which is none.
    assert [(each.impact, each.weight) for each in health.signals] == [(Impact.NEUTRAL, 0)]
    assert health.score == 100


@pytest.mark.parametrize(
    ("people", "is_known"), [((ANN, BOB), True), ((), False), ((replace(ANN, gone="left"),), True)]
)
def test_a_signal_tells_whether_its_facts_are_known(people, is_known):
    settings = {"single_threaded": DEFAULTS["single_threaded"]}

    (found,) = assess(replace(SOUND, people=people), settings, NOW).signals

    assert found.is_known is is_known


@pytest.mark.parametrize(("stage", "ended"), [(Stage.CLOSED_WON, "won"), (Stage.CLOSED_LOST, "lost")])
def test_a_closed_deal_is_sure_and_needs_no_settings(stage, ended):
    health = assess(replace(SOUND, stage=stage), {}, NOW)

    assert (health.confidence, health.flags, health.closed_summary) == (1.0, [], f"The deal is {ended}.")
    assert health.level == (Level.HEALTHY if ended == "won" else Level.CRITICAL)


def test_one_of_several_warnings_is_enough_to_have_it():
    signals = tuple(signal(key, 5, Impact.NEGATIVE) for key in ("quiet", "late", "lone"))

    assert Health(80, signals).has("late")
    assert not Health(80, signals).has("gone", "cut")


def test_a_signal_that_says_nothing_is_stored_as_neutral_and_its_facts_are_known():
    plain = Signal(key="fine", label="Fine", value=3, impact=Impact.NEUTRAL, weight=0, reason="It is fine.")

    assert plain.as_json() == {
        "key": "fine",
        "label": "Fine",
        "value": 3,
        "impact": "neutral",
        "weight": 0,
        "reason": "It is fine.",
    }
    assert plain.is_known
