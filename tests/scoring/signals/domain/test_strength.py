import math
from datetime import UTC, datetime, timedelta

import pytest

from scoring.signals.domain.kinds import SIGNAL_KINDS
from scoring.signals.domain.strength import (
    DecayModel,
    Signal,
    Strength,
    current_weight,
    curve,
    fraction_left,
    intent_score,
    strongest,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)
LIFE = timedelta(hours=72)
MOMENT = timedelta(microseconds=1)


def signal(
    decay: DecayModel = DecayModel.LINEAR, weight: float = 0.9, life: timedelta | None = LIFE
) -> Signal:
    return Signal("PRICING_PAGE", weight, AT, AT + life if life else None, decay)


@pytest.mark.parametrize(
    ("after", "left"), [(timedelta(0), 1), (LIFE / 2, 0.5), (LIFE * 3 / 4, 0.25), (LIFE, 0), (LIFE * 2, 0)]
)
def test_linear_decay_goes_straight_to_zero(after, left):
    assert fraction_left(signal(), AT + after) == pytest.approx(left)


@pytest.mark.parametrize("part", [0, 0.25, 0.5, 0.999])
def test_exponential_decay_has_a_twentieth_left_at_its_end(part):
    found = current_weight(signal(DecayModel.EXPONENTIAL), AT + LIFE * part)

    assert found == pytest.approx(0.9 * math.exp(-3 * part))


@pytest.mark.parametrize("decay", DecayModel)
def test_nothing_is_left_from_the_expiry_on(decay):
    assert fraction_left(signal(decay), AT + LIFE - MOMENT) > 0
    assert fraction_left(signal(decay), AT + LIFE) == 0


def test_a_signal_without_an_end_does_not_fade():
    assert fraction_left(signal(life=None), AT + timedelta(days=1000)) == 1


def test_a_signal_from_a_clock_that_is_ahead_is_fresh():
    assert fraction_left(signal(), AT - timedelta(hours=1)) == 1


def test_of_a_type_the_signal_counts_that_weighs_most_now():
    fading, fresh = (
        signal(weight=0.9),
        Signal("PRICING_PAGE", 0.5, AT + LIFE / 2, AT + LIFE * 2, DecayModel.LINEAR),
    )

    assert strongest([fading, fresh], AT + LIFE / 2) == {"PRICING_PAGE": Strength(0.5, 1.0)}


@pytest.mark.parametrize(
    ("weights", "score"),
    [([], "0.00"), ([0.9], "90.00"), ([0.9, 0.5], "95.00"), ([1, 0.5], "100.00"), ([0.2], "20.00")],
)
def test_intent_adds_up_as_independent_evidence(weights, score):
    assert str(intent_score([Strength(weight, 1) for weight in weights])) == score


def test_there_are_44_signal_types():
    assert len({kind.code for kind in SIGNAL_KINDS}) == 44
    assert sum(kind.category == "third_party" for kind in SIGNAL_KINDS) == 18


@pytest.mark.parametrize("decay", DecayModel)
def test_the_drawn_curve_is_the_fading(decay):
    drawn = curve(decay, steps=4)

    assert drawn == pytest.approx([fraction_left(signal(decay), AT + LIFE * step / 4) for step in range(5)])
