from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.quality import domain as quality_domain
from lead_intelligence.quality.domain import COUNTED, Action, Advice, assess

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FULL = dict.fromkeys(COUNTED, "x") | {Field.EMAIL: "ada@engines.example.com"}


def test_a_full_fresh_lead_is_perfect_and_needs_nothing():
    quality = assess(values=FULL, enriched_at=NOW, now=NOW)
    assert (quality.overall, quality.missing, quality.advice) == (1.0, (), ())


def test_an_empty_lead_keeps_the_half_accuracy():
    quality = assess(values={}, enriched_at=None, now=NOW)
    assert (quality.completeness, quality.accuracy, quality.freshness) == (0, 0.5, 0)
    assert quality.overall == pytest.approx(0.15)


def test_each_missing_field_costs_a_sixth_of_completeness():
    values = {field: value for field, value in FULL.items() if field not in {Field.PHONE, Field.TITLE}}
    quality = assess(values=values, enriched_at=NOW, now=NOW)
    assert quality.completeness == pytest.approx(4 / 6, abs=0.001)
    assert quality.overall == pytest.approx(0.4 * 4 / 6 + 0.6, abs=0.001)


@pytest.mark.parametrize(("days", "freshness"), [(0, 1), (45, 0.5), (90, 0), (400, 0)])
def test_freshness_fades_over_ninety_days(days, freshness):
    quality = assess(values=FULL, enriched_at=NOW - timedelta(days=days), now=NOW)
    assert quality.freshness == freshness


def test_never_enriched_counts_as_ninety_days():
    assert assess(values=FULL, enriched_at=None, now=NOW).overall == pytest.approx(0.7)


def test_an_address_that_is_none_is_not_accurate():
    quality = assess(values={**FULL, Field.EMAIL: "ada at engines"}, enriched_at=NOW, now=NOW)
    assert (quality.accuracy, quality.advice) == (0.5, (Advice(Action.CORRECT_EMAIL, 0.15),))


def test_advice_is_what_raises_the_quality_most_and_by_how_much():
    values = {field: value for field, value in FULL.items() if field not in {Field.PHONE, Field.EMAIL}}
    quality = assess(values=values, enriched_at=NOW - timedelta(days=30), now=NOW)
    assert quality.advice == (
        Advice(Action.FILL_IN, 0.217, Field.EMAIL),
        Advice(Action.ENRICH, 0.1),
        Advice(Action.FILL_IN, 0.067, Field.PHONE),
    )
    assert quality.overall + sum(each.gain for each in quality.advice) == pytest.approx(1, abs=0.002)


def test_quality_weighs_completeness_accuracy_and_freshness_as_agreed():
    weights = (
        quality_domain.WEIGHT_COMPLETENESS,
        quality_domain.WEIGHT_ACCURACY,
        quality_domain.WEIGHT_FRESHNESS,
    )
    assert weights == (0.4, 0.3, 0.3)
    assert (quality_domain.ACCURACY_WITHOUT_EMAIL, quality_domain.STALE_AFTER_DAYS) == (0.5, 90)
    assert list(quality_domain.COUNTED) == ["email", "firstName", "lastName", "phone", "company", "title"]


def test_actions_are_named_like_this_in_pages_and_api():
    assert list(Action) == ["fill_in", "correct_email", "enrich"]


def without(*fields: Field) -> dict[Field, object]:
    return {field: value for field, value in FULL.items() if field not in fields}


@pytest.mark.parametrize(
    ("missing", "completeness"),
    [
        ((), 1.0),
        ((Field.TITLE,), 0.833),
        ((Field.TITLE, Field.PHONE), 0.667),
        ((Field.TITLE, Field.PHONE, Field.COMPANY), 0.5),
        ((Field.TITLE, Field.PHONE, Field.COMPANY, Field.LAST_NAME), 0.333),
        ((Field.TITLE, Field.PHONE, Field.COMPANY, Field.LAST_NAME, Field.FIRST_NAME), 0.167),
    ],
)
def test_completeness_is_the_part_of_six_fields_with_three_decimals(missing, completeness):
    quality = assess(values=without(*missing), enriched_at=NOW, now=NOW)
    assert quality.completeness == completeness
    assert set(quality.missing) == set(missing)


def test_missing_fields_come_in_the_order_of_the_page():
    quality = assess(values={}, enriched_at=NOW, now=NOW)
    assert list(quality.missing) == list(COUNTED)


def test_fields_that_do_not_count_change_nothing():
    more = FULL | {Field.INDUSTRY: "Steel", Field.COUNTRY: "DE"}
    assert assess(values=more, enriched_at=NOW, now=NOW) == assess(values=FULL, enriched_at=NOW, now=NOW)


def test_an_empty_value_is_missing():
    quality = assess(values=FULL | {Field.PHONE: ""}, enriched_at=NOW, now=NOW)
    assert quality.missing == (Field.PHONE,)


@pytest.mark.parametrize(
    ("after", "freshness"),
    [
        (timedelta(hours=-5), 1.0),
        (timedelta(hours=12), 0.994),
        (timedelta(days=9), 0.9),
        (timedelta(days=89, hours=23), 0.0),
        (timedelta(days=89), 0.011),
        (timedelta(days=91), 0.0),
    ],
)
def test_freshness_counts_parts_of_days_and_stays_within_0_and_1(after, freshness):
    assert assess(values=FULL, enriched_at=NOW - after, now=NOW).freshness == freshness


@pytest.mark.parametrize(
    ("email", "accuracy"),
    [
        ("ada@engines.example.com", 1.0),
        ("ada@engines", 0.5),
        ("ada engines.example.com", 0.5),
        ("", 0.5),
        (("ada@engines.example.com",), 0.5),
        (42, 0.5),
    ],
)
def test_only_a_valid_address_makes_a_lead_accurate(email, accuracy):
    assert assess(values=FULL | {Field.EMAIL: email}, enriched_at=NOW, now=NOW).accuracy == accuracy


@pytest.mark.parametrize(
    ("values", "days", "overall"),
    [
        (FULL, 0, 1.0),
        (FULL, 45, 0.85),
        (FULL, 90, 0.7),
        (FULL | {Field.EMAIL: "no address"}, 0, 0.85),
        (without(Field.EMAIL), 0, 0.783),
        (without(Field.PHONE), 0, 0.933),
        (without(Field.PHONE), 30, 0.833),
        ({}, 0, 0.45),
    ],
)
def test_overall_weighs_the_three_parts(values, days, overall):
    assert assess(values=values, enriched_at=NOW - timedelta(days=days), now=NOW).overall == overall


@pytest.mark.parametrize(
    ("days", "advice"),
    [(0, ()), (1.4, ()), (1.6, (Advice(Action.ENRICH, 0.005),)), (90, (Advice(Action.ENRICH, 0.3),))],
)
def test_a_gain_of_half_a_percent_is_not_worth_a_word(days, advice):
    assert assess(values=FULL, enriched_at=NOW - timedelta(days=days), now=NOW).advice == advice


def test_fields_to_fill_in_come_in_the_order_of_the_page_when_they_gain_as_much():
    advice = assess(
        values=without(Field.TITLE, Field.FIRST_NAME, Field.PHONE), enriched_at=NOW, now=NOW
    ).advice
    assert [(each.action, each.field, each.gain) for each in advice] == [
        (Action.FILL_IN, Field.FIRST_NAME, 0.067),
        (Action.FILL_IN, Field.PHONE, 0.067),
        (Action.FILL_IN, Field.TITLE, 0.067),
    ]


def test_a_lead_of_whom_nothing_is_known_is_to_be_enriched_first():
    advice = assess(values={}, enriched_at=None, now=NOW).advice
    assert [(each.action, each.field) for each in advice[:2]] == [
        (Action.ENRICH, None),
        (Action.FILL_IN, Field.EMAIL),
    ]
    assert len(advice) == 7


@given(st.sets(st.sampled_from(COUNTED)), st.floats(-1, 200))
def test_following_all_advice_makes_a_lead_perfect(missing, days):
    quality = assess(values=without(*missing), enriched_at=NOW - timedelta(days=days), now=NOW)
    assert quality.overall + sum(each.gain for each in quality.advice) == pytest.approx(1, abs=0.01)
    gains = [each.gain for each in quality.advice]
    assert gains == sorted(gains, reverse=True)
    assert 0 <= quality.overall <= 1
