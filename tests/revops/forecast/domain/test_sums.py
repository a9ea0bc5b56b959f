"""The categories of a forecast, and what they come to."""

from decimal import Decimal

import pytest

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
