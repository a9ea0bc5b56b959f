from dataclasses import replace
from decimal import Decimal

from mauntic.kernel.conditions import All, Leaf, Operator
from scoring.model.domain.factors import Category, Factor
from scoring.model.domain.points import Model, Weighted, default_model
from scoring.model.domain.size import MOST_COMPARISONS, MOST_FACTORS, comparisons

IS_SET = Leaf("contact.email", Operator.IS_SET)
THREE = Leaf("contact.country", Operator.IN, ("DE", "FR", "IT"))


def model(*factors: tuple[Leaf | All, str]) -> Model:
    return Model(
        tuple(
            Weighted(
                Factor(f"f{number}", "F", Category.FIT, Decimal(1), "", conditions, group=group),
                Decimal(1),
                Category.FIT,
            )
            for number, (conditions, group) in enumerate(factors)
        )
    )


def test_each_value_of_a_list_counts():
    assert comparisons(model((IS_SET, ""), (THREE, ""))) == 1 + 3


def test_every_leaf_of_a_tree_counts():
    assert comparisons(model((All((IS_SET, THREE)), ""))) == 4


def test_a_factor_of_a_group_asks_about_those_above_it_again():
    # The first is asked about by itself and by both that follow, the second by itself and the third.
    assert comparisons(model((THREE, "size"), (IS_SET, "size"), (IS_SET, "size"))) == 3 * 3 + 1 * 2 + 1


def test_groups_do_not_ask_about_each_other():
    assert comparisons(model((THREE, "size"), (IS_SET, "level"))) == 4


def test_a_model_without_factors_compares_nothing():
    assert comparisons(model()) == 0


def test_a_model_is_limited_to_300_factors_and_5000_comparisons():
    assert (MOST_FACTORS, MOST_COMPARISONS) == (300, 5_000)


def test_the_order_of_a_group_decides_what_it_asks_again():
    assert comparisons(model((IS_SET, "size"), (THREE, "size"))) == 1 * 2 + 3
    assert comparisons(model((THREE, "size"), (IS_SET, "size"))) == 3 * 2 + 1


def test_factors_without_a_group_between_those_of_one_make_no_difference():
    assert comparisons(model((IS_SET, "size"), (THREE, ""), (IS_SET, "size"))) == 2 + 3 + 1


def test_a_disabled_factor_counts_because_it_may_be_enabled():
    whole = model((THREE, ""))
    disabled = replace(whole, factors=tuple(replace(each, enabled=False) for each in whole.factors))
    assert comparisons(disabled) == 3


def test_the_model_of_a_new_organization_is_far_below_the_limit():
    # Contact data 3, sizes 2 * 3 + 2 * 2 + 1, seniorities 4 + 3 + 2 + 1, visits 1 * 2 + 2.
    assert comparisons(default_model()) == 3 + 11 + 10 + 4
