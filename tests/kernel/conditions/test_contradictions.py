import pytest

from mauntic.kernel.conditions import All, Any, Leaf, Not, Operator, contradictions
from mauntic.kernel.conditions.contradictions import exclude_each_other


def size(operator: str, value=None) -> Leaf:
    return Leaf("employees", Operator(operator), value)


def country(operator: str, value=None) -> Leaf:
    return Leaf("country", Operator(operator), value)


def seen(operator: str, days: int) -> Leaf:
    return Leaf("last_visit", Operator(operator), days)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (size("at_least", 10), size("at_most", 5)),
        (size("at_least", 10), size("below", 10)),
        (size("between", (1, 5)), size("between", (6, 9))),
        (size("equals", 3), size("at_least", 4)),
        (size("in", (1, 2)), size("in", (3, 4))),
        (size("equals", 3), size("not_equals", 3)),
        (size("at_least", 10), Not(size("at_least", 5))),
        (size("is_set"), size("is_not_set")),
        (size("is_not_set"), size("at_least", 1)),
        (Not(size("is_set")), size("at_least", 1)),
        (country("equals", "US"), country("equals", "DE")),
        (country("equals", "US"), country("not_in", ("us", "de"))),
        (country("equals", "US"), Not(country("equals", "US"))),
        (country("starts_with", "U"), country("starts_with", "D")),
        (country("equals", "US"), country("contains", "x")),
        (seen("within_days", 7), seen("before_days", 30)),
        (seen("within_days", 7), seen("before_days", 7)),
    ],
)
def test_what_can_never_hold_together_is_named(first, second):
    found = contradictions(All((first, country("is_set"), second)))

    named = {(each.first, each.second) for each in found}
    assert len(named) == 1
    assert exclude_each_other(first, second)
    assert str(found[0]).endswith("can never hold together. Change or remove one of them.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (size("at_least", 10), size("at_most", 10)),
        (size("at_least", 10), size("equals", 10)),
        (size("is_not_set"), Not(size("at_least", 5))),
        (Not(size("at_least", 5)), Not(size("below", 5))),
        (country("equals", "US"), country("equals", "us")),
        (country("starts_with", "U"), country("starts_with", "US")),
        (country("contains", "U"), country("contains", "S")),
        (seen("within_days", 30), seen("before_days", 7)),
        (size("at_least", 10), country("equals", "US")),
    ],
)
def test_what_may_hold_together_is_left_alone(first, second):
    assert contradictions(All((first, second))) == []
    assert not exclude_each_other(first, second)


def test_a_choice_with_one_way_out_is_no_contradiction():
    first = Any((country("equals", "US"), country("equals", "DE")))
    second = Any((country("equals", "US"), country("equals", "FR")))

    assert contradictions(All((first, second))) == []


def test_a_branch_that_can_never_hold_is_named_where_others_can():
    dead = All((size("at_least", 10), size("at_most", 5)))

    found = contradictions(Any((country("equals", "US"), dead)))

    assert [(each.first, each.second) for each in found] == [
        ("employees is at least 10", "employees is at most 5")
    ]


def test_conditions_with_too_many_ways_to_hold_are_taken_to_be_satisfiable():
    either = Any((country("equals", "US"), country("equals", "DE")))

    assert contradictions(All((either,) * 10)) == []
