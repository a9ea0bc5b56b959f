"""How sure a deal of a stage is to be won, and when."""

import math

import pytest

from revops.forecast.domain.probabilities import STRENGTH, Spell, WinCurve, learned_share, stage_probability


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
