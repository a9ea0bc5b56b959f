from datetime import UTC, datetime, timedelta
from decimal import Decimal

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
