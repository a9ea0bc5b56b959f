"""Each warning and strength where it holds, and where it just does not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import assess
from revops.health.domain.facts import DealFacts, Person, Usual
from revops.health.domain.rules import RULES, days_since, days_text, graded
from revops.health.domain.settings import DEFAULTS
from tests.revops.health.facts import ANN, BOB, DAY, NOW, SOUND, TEAM, said

# What is said, the facts with which it is said, and the facts with which it just is not.
FIRES = [
    (
        "no_activity",
        {"last_touch_at": NOW - 23 * DAY, "pace": TEAM},
        "No activity for 23 days. Usual for team North: every 9 days (median of 14).",
        {"last_touch_at": NOW - 14 * DAY + timedelta(seconds=1)},
    ),
    (
        "no_activity",
        {"last_touch_at": None},
        "No activity since the deal was created 100 days ago.",
        {"last_touch_at": None, "created_at": NOW - 13 * DAY},
    ),
    (
        "stuck_in_stage",
        {"stage_entered_at": NOW - 14 * DAY},
        "14 days in proposal. Usual for team North: 9 days (median of 14).",
        {"stage_entered_at": NOW - 13 * DAY},
    ),
    (
        "stuck_in_stage",
        {"stage_entered_at": NOW - 14 * DAY, "usual_stage": Usual(9.0)},
        "14 days in proposal. Default: 9 days, since fewer than 5 deals have left this stage.",
        {"stage_entered_at": NOW - 14 * DAY, "usual_stage": Usual(10.0)},
    ),
    (
        "close_date_slipped",
        {"slips": 2, "first_close_on": date(2026, 10, 1)},
        "Close date postponed 2 times, from 1 Oct 2026 to 20 Dec 2026.",
        {"slips": 1},
    ),
    (
        "close_date_passed",
        {"expected_close_on": date(2026, 11, 24)},
        "Expected to close on 24 Nov 2026, 1 day ago.",
        {"expected_close_on": date(2026, 11, 25)},
    ),
    (
        "single_threaded",
        {"people": (ANN, replace(BOB, gone="left the committee"))},
        "1 known contact: Ann Lee.",
        {"people": (ANN, BOB)},
    ),
    (
        "no_next_step",
        {"next_step": ""},
        "No next step and no scheduled activity.",
        {"next_step": "", "planned": 1},
    ),
    (
        "champion_gone",
        {"people": (replace(ANN, gone="left the committee on 2026-11-16"), BOB)},
        "Champion gone: Ann Lee left the committee on 2026-11-16.",
        {"people": (replace(ANN, gone="left the committee on 2026-11-16"), BOB, Person("Cy", "champion"))},
    ),
    (
        "no_economic_buyer",
        {"people": (ANN, Person("Cy", "influencer"))},
        "No economic buyer.",
        {"people": (ANN, Person("Cy", "influencer")), "stage": Stage.DEMO},
    ),
    (
        "value_cut",
        {"highest_value": Decimal(62_500)},
        "Value cut from €62,500 to €50,000, by 20%.",
        {"highest_value": Decimal(62_400)},
    ),
    (
        "overdue_tasks",
        {"overdue": 2, "overdue_since": NOW - 3 * DAY},
        "2 activities overdue, by up to 3 days.",
        {"overdue": 0},
    ),
    (
        "engagement_fading",
        {"recent_signals": 2, "earlier_signals": 4},
        "2 signals in the last 30 days, 4 in the 30 days before.",
        {"recent_signals": 3, "earlier_signals": 5},
    ),
    (
        "engagement_silent",
        {"recent_signals": 0},
        "0 signals from 2 contacts in the last 30 days.",
        {"recent_signals": 1},
    ),
    (
        "engaged",
        {"recent_signals": 5},
        "5 signals from 2 contacts in the last 30 days.",
        {"recent_signals": 4},
    ),
    (
        "meeting_booked",
        {"meeting_at": NOW + 2 * DAY},
        "Meeting on 27 Nov 2026.",
        {"meeting_at": None},
    ),
    (
        "broad_committee",
        {"people": (ANN, BOB, Person("Cy", "legal"), Person("Di", "contact"))},
        "4 known contacts, including the economic buyer.",
        {"people": (ANN, Person("Cy", "legal"), Person("Di", "contact"), Person("Ed", "other"))},
    ),
]


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


def test_what_is_overdue_is_no_next_step():
    late = replace(SOUND, next_step="", planned=1, overdue=1, overdue_since=NOW - DAY)
    assert "no_next_step" in {flag.key for flag in assess(late, DEFAULTS, NOW).warnings}
    assert "no_next_step" not in {
        flag.key for flag in assess(replace(late, planned=2), DEFAULTS, NOW).warnings
    }


@pytest.mark.parametrize(
    ("measured", "limit", "share"),
    [(13, 14, 0), (14, 14, 0.5), (21, 14, 0.75), (28, 14, 1), (99, 14, 1), (0, 0, 1), (3, 0, 1)],
)
def test_severity_is_half_at_the_limit_and_whole_at_twice_the_limit(measured, limit, share):
    assert graded(measured, limit) == share


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 days"), (1, "1 day"), (2.5, "2.5 days"), (1.0, "1 day"), (1234, "1,234 days")],
)
def test_a_number_is_followed_by_the_right_form(number, words):
    assert days_text(number) == words


@pytest.mark.parametrize(("hours", "days"), [(-48, 0), (0, 0), (23, 0), (24, 1), (47, 1), (48, 2)])
def test_only_whole_days_count_and_what_is_yet_to_come_is_none(hours, days):
    assert days_since(NOW - timedelta(hours=hours), NOW) == days


def test_every_setting_has_its_rule():
    assert set(RULES) == set(DEFAULTS)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0.5, "0.5 days"),
        (0.96, "1 day"),
        (1.04, "1 day"),
        (1.06, "1.1 days"),
        (1.5, "1.5 days"),
        (2, "2 days"),
    ],
)
def test_what_is_shown_as_one_is_one_day(number, words):
    assert days_text(number) == words


@pytest.mark.parametrize(
    ("measured", "limit", "share"), [(0, 14, 0), (15, 10, 0.75), (20, 10, 1), (21, 10, 1), (-1, 0, 0)]
)
def test_severity_grows_evenly_between_the_limit_and_its_double(measured, limit, share):
    assert graded(measured, limit) == share


@pytest.mark.parametrize("key", RULES)
def test_a_rule_gives_a_share_of_its_points_and_a_full_sentence(key):
    facts: list[DealFacts] = [replace(SOUND, **values) for _, bad, _, fine in FIRES for values in (bad, fine)]
    limit = float(DEFAULTS[key].limit or 0)

    findings = [RULES[key](each, limit, NOW) for each in facts]

    assert {finding.severity for finding in findings if not 0 <= finding.severity <= 1} == set()
    assert [finding.reason for finding in findings if not finding.reason.endswith(".")] == []
