"""How sure a deal of a stage is to be won, and when."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revops.forecast.domain.probabilities import (
    STRENGTH,
    Spell,
    StageProbability,
    WinCurve,
    learned_share,
    stage_probability,
)


def test_a_stage_is_learned_from_what_became_of_its_deals_and_held_by_what_was_expected() -> None:
    few = stage_probability("demo", [Spell(5, True, 3), Spell(9, False, 1), Spell(2, None, 50)], 0.5)
    assert (few.n, few.won, few.learned) == (4, 3, pytest.approx((0.5 * STRENGTH + 3) / (STRENGTH + 4)))
    assert stage_probability("demo", [], 0.5).learned == 0.5
    many = stage_probability("demo", [Spell(5, True, 900), Spell(5, False, 100)], 0.5)
    assert many.learned == pytest.approx(0.9, abs=0.01)


def test_the_chance_to_win_in_time_follows_how_long_deals_took() -> None:
    curve = WinCurve([Spell(10, True, 600), Spell(20, False, 400)], 0.5)
    assert curve.won_within(0, 9) < 0.05
    assert curve.won_within(0, 10) == pytest.approx(0.6, abs=0.02)
    assert curve.won_within(10, 30) < 0.05
    assert curve.won_within(0, 0) == 0


def test_deals_that_are_open_still_count_for_as_long_as_they_are_known() -> None:
    ended = [Spell(10, True, 500)]
    young = WinCurve([*ended, Spell(5, None, 5000)], 0.5)
    old = WinCurve([*ended, Spell(50, None, 500)], 0.5)
    assert young.won_within(0, 10) > 0.9
    assert old.won_within(0, 10) == pytest.approx(0.5, abs=0.01)


def test_a_learned_share_counts_the_prior_as_twenty_deals() -> None:
    # Ten of the 20 expected, and three of four.
    assert learned_share(3, 4, 0.5) == pytest.approx(13 / 24)
    assert learned_share(0, 0, 0.3) == pytest.approx(0.3)
    assert learned_share(1, 1, 0.0, strength=1) == pytest.approx(0.5)


def test_without_history_the_prior_comes_in_with_sixty_days() -> None:
    curve = WinCurve([], 0.5)
    assert curve.won_within(0, 60) == pytest.approx(0.5 * (1 - math.exp(-1)))
    assert curve.won_within(500, 10**6) == pytest.approx(0.5)
    assert curve.won_within(0, -3) == 0


def test_a_curve_blends_the_incidence_of_winning_with_the_prior_by_the_deals_at_risk() -> None:
    curve = WinCurve([Spell(10, True, 60), Spell(20, False, 40)], 0.5)
    prior = [0.5 * (1 - math.exp(-days / 60)) for days in (10, 30)]
    # 60 of 100 are won by day 10; none of the 40 that are left is won within 30 days more.
    assert curve.won_within(0, 10) == pytest.approx((20 * prior[0] + 100 * 0.6) / 120)
    assert curve.won_within(10, 30) == pytest.approx(20 * prior[1] / 60)


def test_a_lost_deal_leaves_fewer_to_be_won_later() -> None:
    # Half is lost on day 5; of the other half all are won on day 10: 0.5 of those who began.
    curve = WinCurve([Spell(5, False, 1000), Spell(10, True, 1000)], 0.5)
    assert curve.won_within(0, 10) == pytest.approx(0.5, abs=0.01)
    assert curve.won_within(5, 5) == pytest.approx(1, abs=0.02)


def test_the_share_of_a_stage_keeps_what_it_rests_on() -> None:
    spells = [Spell(5, True), Spell(7, True, 2), Spell(9, False), Spell(2, None, 6)]

    assert stage_probability("demo", spells, 0.5) == StageProbability(
        "demo", 4, 3, 0.5, pytest.approx((20 * 0.5 + 3) / 24)
    )
    assert stage_probability("demo", [], 0.3) == StageProbability("demo", 0, 0, 0.3, pytest.approx(0.3))


@pytest.mark.parametrize(
    ("won", "n", "learned"), [(0, 20, 0.25), (20, 20, 0.75), (0, 180, 0.05), (10, 20, 0.5)]
)
def test_twenty_deals_of_ones_own_weigh_as_much_as_the_prior(won: int, n: int, learned: float) -> None:
    assert learned_share(won, n, 0.5) == pytest.approx(learned)


def prior(share: float, days: int) -> float:
    """What is expected without history: half of the wins within 60 days in the exponential sense."""
    return share * (1 - math.exp(-days / 60))


@pytest.mark.parametrize(
    ("age", "days", "at_risk", "won"),
    [
        (0, 9, 10, 0),
        (0, 10, 10, 4),
        (0, 11, 10, 4),
        # On its tenth day a deal that is still open was not won on it.
        (9, 1, 10, 4),
        (10, 1, 6, 0),
        (10, 20, 6, 1),
        (19, 11, 6, 1),
        # On the 20th five are lost; the one that is left is won on the 30th.
        (20, 9, 1, 0),
        (20, 10, 1, 1),
        (30, 100, 0, 0),
    ],
)
def test_a_chance_is_the_share_of_those_still_open_held_by_twenty_expected_deals(
    age, days, at_risk, won
) -> None:
    curve = WinCurve([Spell(10, True, 4), Spell(20, False, 5), Spell(30, True)], 0.4)

    assert curve.won_within(age, days) == pytest.approx((20 * prior(0.4, days) + won) / (20 + at_risk))


def test_wins_and_losses_of_the_same_day_leave_together() -> None:
    curve = WinCurve([Spell(10, True, 2), Spell(10, False, 3), Spell(12, True, 5)], 0)

    assert curve.won_within(0, 10) == pytest.approx(2 / 30)
    assert curve.won_within(0, 12) == pytest.approx(7 / 30)
    assert curve.won_within(10, 2) == pytest.approx(5 / 25)


def test_deals_that_are_known_for_less_long_do_not_count_against_a_later_win() -> None:
    # Five are known for three days only: of the five others two are won on the tenth day, of those at risk.
    curve = WinCurve([Spell(3, None, 5), Spell(10, True, 2), Spell(50, None, 3)], 0)

    assert curve.won_within(0, 10) == pytest.approx(10 * 0.4 / 30)
    assert curve.won_within(3, 7) == pytest.approx(5 * 0.4 / 25)


def test_no_chance_is_above_one() -> None:
    assert WinCurve([Spell(1, True, 1000)], 1.0).won_within(0, 10**9) == 1


CLOSED_SPELLS = st.lists(
    st.builds(Spell, days=st.integers(0, 40), won=st.booleans(), count=st.integers(1, 5)), max_size=8
)


@settings(max_examples=30)
@given(CLOSED_SPELLS, st.integers(0, 45), st.integers(1, 45))
def test_without_open_deals_the_curve_is_a_plain_share(spells: list[Spell], age: int, days: int) -> None:
    left = [spell for spell in spells if spell.days > age]
    at_risk = sum(spell.count for spell in left)
    won = sum(spell.count for spell in left if spell.won and spell.days <= age + days)

    found = WinCurve(spells, 0.3).won_within(age, days)

    assert found == pytest.approx((20 * prior(0.3, days) + won) / (20 + at_risk))


SPELLS = st.lists(
    st.builds(Spell, days=st.integers(0, 40), won=st.sampled_from([True, False, None])), max_size=8
)


@settings(max_examples=30)
@given(SPELLS, st.integers(0, 45), st.integers(0, 45))
def test_a_longer_time_never_lowers_the_chance(spells: list[Spell], age: int, days: int) -> None:
    curve = WinCurve(spells, 0.3)

    assert 0 <= curve.won_within(age, days) <= curve.won_within(age, days + 1) <= 1
