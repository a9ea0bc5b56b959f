from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from scoring.model.domain.facts import facts_of, signal_type_of, strength_of
from scoring.signals.domain.strength import DecayModel, Signal, strongest

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIFE = timedelta(days=30)


def signal(age: timedelta) -> Signal:
    at = NOW - age
    return Signal("FUNDING_ROUND", 0.8, at, at + LIFE, DecayModel.LINEAR)


def test_signals_of_the_last_seven_days_are_counted_and_none_that_is_yet_to_come():
    week = timedelta(days=7)
    second = timedelta(seconds=1)
    signals = [signal(age) for age in (week + second, week, second, -second)]

    assert facts_of(signals, {}, NOW)["signals.count_7d"] == 2


def test_what_is_left_of_a_type_is_a_fact_of_its_own():
    signals = [signal(LIFE / 2)]

    found = facts_of(signals, strongest(signals, NOW), NOW)

    assert found[strength_of("FUNDING_ROUND")] == Decimal("0.50")
    assert found["signals.intent_score"] == Decimal("40.00")
    assert signal_type_of(strength_of("FUNDING_ROUND")) == "FUNDING_ROUND"
    assert signal_type_of("contact.title") == ""


def test_the_strength_of_a_type_has_two_decimals():
    asked = Signal("PRICING_PAGE", 0.9, NOW - timedelta(hours=1), NOW + timedelta(hours=2), DecayModel.LINEAR)

    found = facts_of([asked], strongest([asked], NOW), NOW)

    assert found == {
        "signals.PRICING_PAGE.strength": Decimal("0.67"),
        "signals.intent_score": Decimal("60.00"),
        "signals.count_7d": 1,
    }


def test_a_contact_without_signals_has_no_intent_and_no_recent_ones():
    assert facts_of([], {}, NOW) == {"signals.intent_score": Decimal("0.00"), "signals.count_7d": 0}


def test_signals_that_ended_count_among_the_recent_ones_and_for_no_intent():
    ended = Signal("EMAIL_OPEN", 0.1, NOW - timedelta(days=4), NOW - timedelta(days=1), DecayModel.LINEAR)

    found = facts_of([ended], strongest([ended], NOW), NOW)

    assert found == {"signals.intent_score": Decimal("0.00"), "signals.count_7d": 1}


@pytest.mark.parametrize(
    ("key", "type_"),
    [
        ("signals.PRICING_PAGE.strength", "PRICING_PAGE"),
        ("signals.intent_score", ""),
        ("signals.count_7d", ""),
        ("contact.PRICING_PAGE.strength", ""),
        ("PRICING_PAGE", ""),
        ("", ""),
    ],
)
def test_only_a_field_of_strength_names_a_type(key, type_):
    assert signal_type_of(key) == type_


def test_a_signal_counts_from_its_own_moment_until_it_is_seven_days_old():
    assert facts_of([signal(timedelta(0))], {}, NOW)["signals.count_7d"] == 1
    assert facts_of([signal(timedelta(days=7))], {}, NOW)["signals.count_7d"] == 1
