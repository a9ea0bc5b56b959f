"""Each warning and strength where it holds, and where it just does not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from revops.domain.health import assess
from revops.domain.health_facts import DealFacts, Person, Usual
from revops.domain.health_settings import DEFAULTS, problems, set_to
from revops.domain.stages import Stage

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ANN = Person("Ann Lee", "champion")
BOB = Person("Bob Ray", "economic_buyer")
TEAM = Usual(9.0, 14, "team North")

# Nothing speaks against it, and nothing for it.
SOUND = DealFacts(
    deal_id=UUID(int=1),
    name="Roll-out",
    stage=Stage.PROPOSAL,
    value=Decimal(50_000),
    currency="EUR",
    created_at=NOW - 100 * DAY,
    stage_entered_at=NOW - 9 * DAY,
    today=NOW.date(),
    contact="Ann Lee",
    expected_close_on=date(2026, 12, 20),
    next_step="Send the offer.",
    last_touch_at=NOW - 2 * DAY,
    usual_stage=TEAM,
    people=(ANN, BOB),
    recent_signals=2,
    earlier_signals=3,
)

# What is said, the facts with which it is said, and the facts with which it just is not.
FIRES = [
    (
        "no_activity",
        {"last_touch_at": NOW - 23 * DAY, "pace": TEAM},
        "No activity for 23 days; team North's open deals are touched every 9 days (median of 14).",
        {"last_touch_at": NOW - 14 * DAY + timedelta(seconds=1)},
    ),
    (
        "no_activity",
        {"last_touch_at": None},
        "No activity since it was created 100 days ago.",
        {"last_touch_at": None, "created_at": NOW - 13 * DAY},
    ),
    (
        "stuck_in_stage",
        {"stage_entered_at": NOW - 14 * DAY},
        "14 days in proposal; team North's deals take 9 days (median of 14).",
        {"stage_entered_at": NOW - 13 * DAY},
    ),
    (
        "stuck_in_stage",
        {"stage_entered_at": NOW - 14 * DAY, "usual_stage": Usual(9.0)},
        "14 days in proposal; 9 days pass for usual, for fewer than 5 deals have left this stage.",
        {"stage_entered_at": NOW - 14 * DAY, "usual_stage": Usual(10.0)},
    ),
    (
        "close_date_slipped",
        {"slips": 2, "first_close_on": date(2026, 10, 1)},
        "The expected close was put off 2 times, from 2026-10-01 to 2026-12-20.",
        {"slips": 1},
    ),
    (
        "close_date_passed",
        {"expected_close_on": date(2026, 11, 24)},
        "The close was expected on 2026-11-24, 1 day ago.",
        {"expected_close_on": date(2026, 11, 25)},
    ),
    (
        "single_threaded",
        {"people": (ANN, replace(BOB, gone="left the committee"))},
        "1 person of the buyer known: Ann Lee.",
        {"people": (ANN, BOB)},
    ),
    (
        "no_next_step",
        {"next_step": ""},
        "No next step is written down and no activity is planned.",
        {"next_step": "", "planned": 1},
    ),
    (
        "champion_gone",
        {"people": (replace(ANN, gone="left the committee on 2026-11-16"), BOB)},
        "The champion is gone: Ann Lee left the committee on 2026-11-16.",
        {"people": (replace(ANN, gone="left the committee on 2026-11-16"), BOB, Person("Cy", "champion"))},
    ),
    (
        "no_economic_buyer",
        {"people": (ANN, Person("Cy", "influencer"))},
        "Nobody is known who decides on the money.",
        {"people": (ANN, Person("Cy", "influencer")), "stage": Stage.DEMO},
    ),
    (
        "value_cut",
        {"highest_value": Decimal(62_500)},
        "Worth 50,000.00 EUR now, and 62,500.00 once: 20 % less.",
        {"highest_value": Decimal(62_400)},
    ),
    (
        "overdue_tasks",
        {"overdue": 2, "overdue_since": NOW - 3 * DAY},
        "2 activities are overdue, since 3 days the longest.",
        {"overdue": 0},
    ),
    (
        "engagement_fading",
        {"recent_signals": 2, "earlier_signals": 4},
        "2 signs of interest in the last 30 days, 4 in the 30 before.",
        {"recent_signals": 3, "earlier_signals": 5},
    ),
    (
        "engagement_silent",
        {"recent_signals": 0},
        "No sign of interest of 2 people in the last 30 days.",
        {"recent_signals": 1},
    ),
    (
        "engaged",
        {"recent_signals": 5},
        "5 signs of interest of 2 people in the last 30 days.",
        {"recent_signals": 4},
    ),
    (
        "meeting_booked",
        {"meeting_at": NOW + 2 * DAY},
        "A meeting is planned for 2026-11-27.",
        {"meeting_at": None},
    ),
    (
        "broad_committee",
        {"people": (ANN, BOB, Person("Cy", "legal"), Person("Di", "contact"))},
        "4 people of the buyer known, the economic buyer among them.",
        {"people": (ANN, Person("Cy", "legal"), Person("Di", "contact"), Person("Ed", "other"))},
    ),
]


def said(facts: DealFacts, settings=DEFAULTS, at: datetime = NOW) -> dict[str, str]:
    return {flag.key: flag.reason for flag in assess(facts, settings, at).flags}


def test_a_sound_deal_has_all_points():
    health = assess(SOUND, DEFAULTS, NOW)

    assert (health.score, health.level, health.flags, health.confidence) == (100, "healthy", [], 1.0)
    assert health.summary == "Healthy (100 of 100): nothing speaks against it."


def test_every_warning_and_strength_is_tried_below():
    assert {key for key, *_ in FIRES} == set(DEFAULTS)


@pytest.mark.parametrize(("key", "bad", "reason", "fine"), FIRES)
def test_what_speaks_for_or_against_a_deal_is_said_with_its_evidence(key, bad, reason, fine):
    assert said(replace(SOUND, **bad)).get(key) == reason
    assert key not in said(replace(SOUND, **fine))


@pytest.mark.parametrize(("key", "bad"), [(key, bad) for key, bad, *_ in FIRES])
def test_what_is_switched_off_is_not_looked_at(key, bad):
    off = {**DEFAULTS, key: replace(DEFAULTS[key], enabled=False)}
    without = {name: setting for name, setting in DEFAULTS.items() if name != key}
    facts = replace(SOUND, **bad)

    assert assess(facts, off, NOW) == assess(facts, without, NOW)


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


@pytest.mark.parametrize(
    ("key", "values", "wrong"),
    [
        ("no_activity", {"weight": 0, "limit": Decimal(9999)}, []),
        ("no_activity", {"weight": 100, "limit": None}, []),
        ("no_activity", {"weight": 101, "limit": Decimal(0)}, ["limit", "weight"]),
        ("no_activity", {"weight": -1, "limit": Decimal(10_000)}, ["limit", "weight"]),
        ("no_next_step", {"weight": 5, "limit": Decimal(1)}, ["limit"]),
    ],
)
def test_odd_settings_are_told_by_field(key, values, wrong):
    assert sorted(problems(key, **values)) == wrong


def test_what_is_overdue_is_no_next_step():
    late = replace(SOUND, next_step="", planned=1, overdue=1, overdue_since=NOW - DAY)
    assert "no_next_step" in {flag.key for flag in assess(late, DEFAULTS, NOW).warnings}
    assert "no_next_step" not in {
        flag.key for flag in assess(replace(late, planned=2), DEFAULTS, NOW).warnings
    }


def test_a_closed_deal_says_how_it_ended():
    ends = (Stage.CLOSED_WON, Stage.CLOSED_LOST)
    said = [assess(replace(SOUND, stage=stage), DEFAULTS, NOW).summary for stage in ends]
    assert said == ["The deal is won.", "The deal is lost."]
