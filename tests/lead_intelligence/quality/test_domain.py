from datetime import UTC, datetime, timedelta

import pytest

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
