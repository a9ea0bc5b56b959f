from decimal import Decimal

from mauntic.kernel.conditions import All, Leaf, Operator
from scoring.model.domain.factors import Category, Factor
from scoring.model.domain.points import Model, Weighted
from scoring.model.domain.size import comparisons

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
