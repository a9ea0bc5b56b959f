import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.signals.domain.kinds import SIGNAL_KINDS
from scoring.signals.domain.strength import (
    SAME_SIGNAL_WITHIN,
    WORTH_AN_ALERT,
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


def test_the_same_type_within_an_hour_is_one_signal():
    assert timedelta(hours=1) == SAME_SIGNAL_WITHIN


def test_an_alert_needs_a_quarter_of_the_signal():
    assert WORTH_AN_ALERT == 0.25


def test_an_expired_signal_has_no_strength():
    assert strongest([signal()], AT + LIFE) == {}
    assert strongest([signal()], AT + LIFE - MOMENT).keys() == {"PRICING_PAGE"}


def test_each_type_has_its_own_strongest_signal():
    demo = Signal("DEMO_REQUEST", 1.0, AT, AT + LIFE, DecayModel.LINEAR)

    assert strongest([signal(), demo], AT) == {
        "PRICING_PAGE": Strength(0.9, 1.0),
        "DEMO_REQUEST": Strength(1.0, 1.0),
    }


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_signals_that_weigh_as_much_the_fresher_counts(first):
    half_gone, fresh = (
        Signal("PRICING_PAGE", 0.8, AT - LIFE / 2, AT + LIFE / 2, DecayModel.LINEAR),
        Signal("PRICING_PAGE", 0.4, AT, AT + LIFE, DecayModel.LINEAR),
    )
    signals = [half_gone, fresh] if first == 0 else [fresh, half_gone]

    assert strongest(signals, AT) == {"PRICING_PAGE": Strength(0.4, 1.0)}


def test_a_weaker_signal_that_comes_later_replaces_nothing():
    weak = signal(weight=0.2)

    assert strongest([signal(weight=0.9), weak], AT) == {"PRICING_PAGE": Strength(0.9, 1.0)}


def test_a_signal_of_no_weight_is_still_active():
    assert strongest([signal(weight=0.0)], AT) == {"PRICING_PAGE": Strength(0.0, 1.0)}


def test_the_current_weight_is_the_part_left_of_the_weight():
    assert current_weight(signal(weight=0.8), AT + LIFE / 4) == pytest.approx(0.6)
    assert current_weight(signal(weight=0.8, life=None), AT + timedelta(days=999)) == 0.8


lives = st.timedeltas(timedelta(minutes=1), timedelta(days=90))
parts = st.floats(0, 1.5)
decays = st.sampled_from(DecayModel)


@given(decays, lives, parts, parts)
def test_what_is_left_never_grows_again(decay, life, one, other):
    early, late = sorted([one, other])
    found = signal(decay, life=life)

    assert 0 <= fraction_left(found, AT + life * late) <= fraction_left(found, AT + life * early) <= 1


@given(lives, st.floats(0.01, 0.9))
def test_third_party_signals_fade_faster_until_they_are_nearly_gone(life, part):
    linear, exponential = signal(DecayModel.LINEAR, life=life), signal(DecayModel.EXPONENTIAL, life=life)
    now = AT + life * part

    assert fraction_left(exponential, now) < fraction_left(linear, now)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_intent_is_at_least_that_of_its_strongest_type_and_at_most_100(weights):
    found = intent_score([Strength(weight, 1.0) for weight in weights])

    assert 100 * max(weights, default=0) - 0.01 <= found <= 100


@given(st.permutations([0.9, 0.35, 0.2, 0.1]))
def test_the_order_of_the_signals_makes_no_difference_to_intent(weights):
    # 1 - 0.1 * 0.65 * 0.8 * 0.9
    assert str(intent_score([Strength(weight, 1.0) for weight in weights])) == "95.32"


def test_two_signals_of_full_weight_are_full_intent():
    assert str(intent_score([Strength(1.0, 1.0), Strength(1.0, 1.0)])) == "100.00"


def test_a_chart_shows_25_points_from_whole_to_nothing():
    drawn = curve(DecayModel.EXPONENTIAL)

    assert len(drawn) == 25
    assert (drawn[0], drawn[-1]) == (1.0, 0.0)
    assert drawn[12] == pytest.approx(math.exp(-1.5))
    assert drawn == sorted(drawn, reverse=True)
