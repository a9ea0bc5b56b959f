"""The drawn outcome of a period, and its band."""

from hypothesis import given
from hypothesis import strategies as st

from revops.forecast.domain.blend import Part, weigh_methods
from revops.forecast.domain.methods import Chance
from revops.forecast.domain.simulation import LargeDeal, Outlook, need, outlook, widened, widening

SHARES = st.floats(0.01, 1)


PARTS = st.lists(
    st.builds(
        Part,
        method=st.sampled_from(["naive", "pipeline"]),
        amount=st.floats(0, 1e9),
        weight=SHARES,
        spread=SHARES,
        n=st.just(3),
    ),
    min_size=1,
    max_size=3,
)


@given(PARTS, st.floats(0, 1e9))
def test_the_band_holds_the_expected_amount_and_is_not_below_what_is_won(
    parts: list[Part], won: float
) -> None:
    whole = sum(part.weight for part in parts)
    shares = [Part(each.method, each.amount, each.weight / whole, each.spread, each.n) for each in parts]
    found = outlook(won, shares, [LargeDeal(1000, 0.5)], Chance(500, 100))
    assert won * 0.999 <= found.low <= found.expected <= found.high


def test_the_same_input_draws_the_same_outcome() -> None:
    parts = weigh_methods({"pipeline": 1000.0, "naive": 900.0}, {})
    drawn = [outlook(0, parts, [LargeDeal(800, 0.5)], Chance(600, 50)) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_one_large_deal_makes_the_band_wide() -> None:
    parts = [Part("pipeline", 1000.0, 1.0, 0.01, 9)]
    many = outlook(0, parts, [], Chance(1000, 100))
    one = outlook(0, parts, [LargeDeal(2000, 0.5)], Chance(0, 0))
    assert many.high - many.low < 60
    assert (one.low, round(one.high, -3)) == (0, 2000)


def test_bands_that_held_too_little_are_made_wider_and_never_narrower() -> None:
    assert widening([]) == 1
    assert widening([0.1] * 20) == 1
    assert 2 < widening([2.5] * 20) <= 2.5


def test_the_need_of_a_band_is_told_by_its_own_side() -> None:
    found = Outlook(100, 90, 140, [])
    assert [need(found, outcome) for outcome in (100, 90, 80, 140, 180)] == [0, 1, 2, 1, 2]
    wide = widened(found, 2)
    assert (wide.low, wide.expected, wide.high) == (80, 100, 180)
