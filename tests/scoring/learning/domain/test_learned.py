from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mauntic.kernel.conditions import All, Leaf, Operator, holds
from scoring.learning.domain.binning import Between, Binning, Equals, Other, Unknown
from scoring.learning.domain.learnable import LEARNABLE
from scoring.learning.domain.learned import NOTE, ON_FILE, condition, factors_of, training_set
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


VISITS = "activity.visits_30d"
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def cells(field: str, *facts: dict[str, object]) -> list[object]:
    """What is learned of a field from these facts."""
    leads = training_set(facts, [False] * len(facts))
    [column] = [each for each in leads.columns if each.name == field]
    return list(column.cells)


def test_there_is_a_column_for_every_fact_in_order():
    leads = training_set([{}], [True])
    assert [column.name for column in leads.columns] == [each.field for each in LEARNABLE]
    assert [column.numeric for column in leads.columns] == [each.numeric for each in LEARNABLE]
    assert leads.outcomes == [True]


@pytest.mark.parametrize(
    ("field", "value", "cell"),
    [
        (SIZE, 200, 200.0),
        (SIZE, 0, 0.0),
        (SIZE, Decimal("12.5"), 12.5),
        (SIZE, None, None),
        (VISITS, 0, 0.0),
        (EMAIL, "ada@x.example", ON_FILE),
        (EMAIL, True, ON_FILE),
        (EMAIL, False, None),
        (EMAIL, None, None),
        (COUNTRY, "DE", "DE"),
        (COUNTRY, "", None),
        (COUNTRY, None, None),
        ("signals.DEMO_REQUEST.strength", Decimal("0.25"), 0.25),
    ],
)
def test_a_fact_becomes_a_number_a_word_or_its_presence(field, value, cell):
    assert cells(field, {field: value}) == [cell]


def test_a_fact_that_is_missing_is_unknown():
    assert [cells(field, {}) for field in (SIZE, EMAIL, COUNTRY)] == [[None], [None], [None]]


def test_the_first_spelling_of_a_word_stands_for_all():
    words = [{COUNTRY: word} for word in ("Deutschland", "DEUTSCHLAND", "fr", "deutschland", "FR")]
    assert cells(COUNTRY, *words) == ["Deutschland", "Deutschland", "fr", "Deutschland", "fr"]


@pytest.mark.parametrize(
    ("between", "inside", "outside"),
    [
        (Between(10.0, 50.0), [10, 49.9], [9.9, 50, None]),
        (Between(None, 10.0), [-5, 0, 9], [10, None]),
        (Between(10.0, None), [10, 1e6], [9, None]),
        (Between(None, None), [0, 5], [None]),
        (Between(0.0, 1.0), [0, 0.5], [1, -1, None]),
    ],
)
def test_a_lead_satisfies_the_range_that_it_was_learned_in(between, inside, outside):
    tree = condition(SIZE, between)
    assert all(holds(tree, {SIZE: value}, NOW) for value in inside)
    assert not any(holds(tree, {SIZE: value}, NOW) for value in outside)


@pytest.mark.parametrize(
    ("level", "inside", "outside"),
    [
        (Equals("DE"), ["DE", "de"], ["FR", None, ""]),
        (Other(("DE", "FR")), ["IT"], ["DE", "fr", None, ""]),
        (Other(()), ["IT"], [None, ""]),
        (Unknown(), [None, ""], ["DE"]),
    ],
)
def test_a_lead_satisfies_the_word_that_it_was_learned_with(level, inside, outside):
    tree = condition("company.industry", level)
    assert all(holds(tree, {"company.industry": value}, NOW) for value in inside)
    assert not any(holds(tree, {"company.industry": value}, NOW) for value in outside)


@pytest.mark.parametrize(("low", "written"), [(10.0, "10"), (0.5, "0.5"), (0.0, "0"), (-3.0, "-3")])
def test_whole_bounds_are_written_without_a_fraction(low, written):
    assert str(condition(SIZE, Between(low, None)).value) == written


def test_a_learned_factor_says_where_it_comes_from():
    card = Scorecard(0, (Part(Binning(EMAIL, (Equals(ON_FILE), Unknown())), (0, -12)),), 0, 1)
    [made] = factors_of(card)
    factor = made.factor
    assert (NOTE, ON_FILE) == ("learned from outcomes", "on file")
    assert (factor.key, factor.label, factor.note) == (
        "contact_email_1",
        "Email address: unknown",
        "learned from outcomes",
    )
    assert (factor.weight, made.weight, factor.group) == (-12, -12, "contact_email")
    assert (factor.category, made.category) == (Category.DATA_QUALITY, Category.DATA_QUALITY)
    assert (factor.conditions, factor.signal) == (Leaf(EMAIL, Operator.IS_NOT_SET), "")
    assert made.enabled


def test_factors_of_a_signal_are_named_in_small_letters():
    field = "signals.DEMO_REQUEST.strength"
    card = Scorecard(0, (Part(Binning(field, (Between(0.5, None),), numeric=True), (9,)),), 0, 1)
    [made] = factors_of(card)
    assert (made.factor.key, made.factor.group) == (
        "signals_demo_request_strength_1",
        "signals_demo_request_strength",
    )
    assert made.factor.label == "Demo request: 0.5 or more"


def test_a_card_without_parts_makes_no_factors():
    assert factors_of(Scorecard(20, (), 0, 1)) == []
    assert factors_of(Scorecard(20, (Part(Binning(SIZE, (Unknown(),)), (0,)),), 0, 1)) == []
