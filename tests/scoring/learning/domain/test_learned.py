from decimal import Decimal

import pytest

from mauntic.kernel.conditions import All, Leaf, Operator
from scoring.learning.domain.binning import Between, Binning, Equals, Other, Unknown
from scoring.learning.domain.learned import ON_FILE, condition, factors_of, training_set
from scoring.learning.domain.scorecard import Part, Scorecard
from scoring.model.domain.factors import Category

SIZE, COUNTRY, EMAIL = "company.employees", "contact.country", "contact.email"


@pytest.mark.parametrize(
    ("field", "level", "tree"),
    [
        (SIZE, Unknown(), Leaf(SIZE, Operator.IS_NOT_SET)),
        (SIZE, Between(None, None), Leaf(SIZE, Operator.IS_SET)),
        (SIZE, Between(None, 50.0), Leaf(SIZE, Operator.BELOW, 50)),
        (SIZE, Between(12.5, None), Leaf(SIZE, Operator.AT_LEAST, 12.5)),
        (
            SIZE,
            Between(10.0, 50.0),
            All((Leaf(SIZE, Operator.AT_LEAST, 10), Leaf(SIZE, Operator.BELOW, 50))),
        ),
        (COUNTRY, Equals("DE"), Leaf(COUNTRY, Operator.EQUALS, "DE")),
        (COUNTRY, Other(("DE", "FR")), Leaf(COUNTRY, Operator.NOT_IN, ("DE", "FR"))),
        (COUNTRY, Other(()), Leaf(COUNTRY, Operator.IS_SET)),
        (EMAIL, Equals(ON_FILE), Leaf(EMAIL, Operator.IS_SET)),
    ],
)
def test_a_level_is_what_a_lead_of_it_satisfies(field, level, tree):
    assert condition(field, level) == tree


def test_a_card_becomes_a_group_of_factors_per_column():
    card = Scorecard(
        base=20,
        parts=(
            Part(Binning(SIZE, (Between(None, 50.0), Between(50.0, None)), (50.0,), numeric=True), (0, 15)),
            Part(Binning(COUNTRY, (Equals("DE"), Unknown())), (-5, 3)),
        ),
        intercept=0,
        slope=1,
    )

    made = factors_of(card)

    assert [(each.factor.key, each.factor.label, each.weight) for each in made] == [
        ("company_employees_1", "Employees: 50 or more", Decimal(15)),
        ("contact_country_1", "Country: DE", Decimal(-5)),
        ("contact_country_2", "Country: unknown", Decimal(3)),
    ]
    assert [each.factor.group for each in made] == ["company_employees", "contact_country", "contact_country"]
    assert {each.category for each in made} == {Category.FIT}


def test_past_facts_become_columns_of_numbers_words_and_presence():
    facts = [{SIZE: "200", EMAIL: "ada@engines.example", COUNTRY: "de"}, {COUNTRY: "DE"}, {EMAIL: ""}]

    leads = training_set(facts, [True, False, False])

    cells = {column.name: (list(column.cells), column.numeric) for column in leads.columns}
    assert cells[SIZE] == ([200.0, None, None], True)
    assert cells[EMAIL] == ([ON_FILE, None, None], False)
    assert cells[COUNTRY] == (["de", "de", None], False)
