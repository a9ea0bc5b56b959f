"""The categories of a forecast, and what they come to."""

from decimal import ROUND_UP, Decimal, localcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revops.deals.domain.stages import Category
from revops.forecast.domain.sums import CategorySums, added

ALL = CategorySums(
    {
        Category.CLOSED: Decimal(100),
        Category.COMMIT: Decimal(60),
        Category.BEST_CASE: Decimal(50),
        Category.PIPELINE: Decimal(40),
        Category.OMITTED: Decimal(999),
    },
    deals=7,
    unconverted=2,
    apart={"GBP": Decimal(5)},
)


def test_the_weighted_total_weighs_each_category_as_the_contract_does() -> None:
    # 100 + 60 + 50 / 2 + 40 / 4
    assert ALL.weighted == Decimal(195)
    assert CategorySums().weighted == 0


def test_a_commit_of_a_person_takes_the_place_of_the_deals() -> None:
    assert ALL.weighted_with(Decimal(10)) == Decimal(145)
    assert CategorySums().weighted_with(Decimal(10)) == Decimal(10)


@pytest.mark.parametrize(("pipeline", "weighted"), [("0.02", "0.00"), ("0.06", "0.02"), ("0.03", "0.01")])
def test_the_total_is_rounded_to_the_cent_and_a_half_to_the_even_one(pipeline: str, weighted: str) -> None:
    assert CategorySums({Category.PIPELINE: Decimal(pipeline)}).weighted == Decimal(weighted)


def test_each_category_is_named_and_nothing_is_zero() -> None:
    assert (ALL.closed, ALL.commit, ALL.best_case, ALL.pipeline, ALL.omitted) == (100, 60, 50, 40, 999)
    assert CategorySums().of(Category.COMMIT) == 0


def test_sums_of_several_people_are_added_by_category_and_currency() -> None:
    other = CategorySums({Category.COMMIT: Decimal(1)}, 1, 1, {"GBP": Decimal(2), "CHF": Decimal(3)})

    found = added([ALL, other])

    assert found.amounts == {**ALL.amounts, Category.COMMIT: Decimal(61)}
    assert (found.deals, found.unconverted, found.apart) == (8, 3, {"GBP": Decimal(7), "CHF": Decimal(3)})
    assert added([]) == CategorySums()


@pytest.mark.parametrize(
    ("category", "weighted"),
    [
        ("closed", "10.00"),
        ("commit", "10.00"),
        ("best_case", "5.00"),
        ("pipeline", "2.50"),
        ("omitted", "0.00"),
    ],
)
def test_each_category_has_its_weight(category: str, weighted: str) -> None:
    assert CategorySums({Category(category): Decimal(10)}).weighted == Decimal(weighted)


def test_a_total_is_rounded_alike_whatever_the_program_around_it_does() -> None:
    with localcontext(rounding=ROUND_UP):
        assert CategorySums({Category.PIPELINE: Decimal("0.02")}).weighted == 0


def test_sums_begin_empty_and_without_any_deal() -> None:
    nothing = CategorySums()

    assert (nothing.amounts, nothing.deals, nothing.unconverted, nothing.apart) == ({}, 0, 0, {})
    assert (nothing.closed, nothing.commit, nothing.best_case, nothing.pipeline, nothing.omitted) == (0,) * 5


def test_a_commit_of_nothing_takes_the_place_of_the_deals_too() -> None:
    # 100 closed, half of 50 and a quarter of 40.
    assert ALL.weighted_with(Decimal(0)) == Decimal(135)


AMOUNTS = st.dictionaries(st.sampled_from(list(Category)), st.decimals(0, 10**6, places=2))


@settings(max_examples=30)
@given(st.lists(AMOUNTS, max_size=4))
def test_the_sum_of_several_people_is_the_sum_of_each_category(several) -> None:
    whole = added([CategorySums(amounts, deals=1) for amounts in several])

    for category in Category:
        assert whole.of(category) == sum(amounts.get(category, 0) for amounts in several)
    assert whole.deals == len(several)
    # Each person's total is rounded by itself: at most half a cent each.
    apart = sum(CategorySums(amounts).weighted for amounts in several)
    assert abs(whole.weighted - apart) <= Decimal("0.005") * (len(several) + 1)
