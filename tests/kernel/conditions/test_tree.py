"""Trees of conditions: their parts, their words and the form in which they are stored."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.conditions import (
    All,
    Any,
    Broken,
    Leaf,
    Not,
    Operator,
    as_json,
    fields_of,
    from_json,
    leaves,
)
from mauntic.kernel.conditions.tree import value_count

A, B, C = (Leaf(name, Operator.IS_SET) for name in "abc")


def test_the_conditions_of_a_tree_are_told_in_order():
    tree = All((A, Any((B, Not(C))), A))

    assert list(leaves(tree)) == [A, B, C, A]
    assert fields_of(tree) == {"a", "b", "c"}
    assert list(leaves(All())) == []


@pytest.mark.parametrize(
    ("operator", "value", "words"),
    [
        ("is_set", None, "size is known"),
        ("is_not_set", None, "size is not known"),
        ("equals", 200, "size is 200"),
        ("equals", False, "size is no"),
        ("not_equals", 200, "size is not 200"),
        ("in", (1, 2), "size is one of 1, 2"),
        ("not_in", (1, 2), "size is none of 1, 2"),
        ("contains", "x", "size contains x"),
        ("starts_with", "x", "size starts with x"),
        ("at_least", 0, "size is at least 0"),
        ("at_most", 200, "size is at most 200"),
        ("below", 200, "size is below 200"),
        ("between", (1, 2), "size is between 1 and 2"),
        ("within_days", 7, "size was in the last 7 days"),
        ("before_days", 7, "size was more than 7 days ago"),
        ("within_days", 0, "size is today"),
        ("before_days", 0, "size is in the past"),
        ("in_next_days", 7, "size is in the next 7 days"),
        ("in_next_days", 1, "size is in the next 1 day"),
        ("in_next_days", 0, "size is today"),
        ("overdue", None, "size is overdue"),
        ("within_hours", 1, "size was in the last 1 hour"),
        ("within_hours", 48, "size was in the last 48 hours"),
        ("older_than_hours", 1, "size was more than 1 hour ago"),
        ("older_than_hours", 1_000, "size was more than 1,000 hours ago"),
        ("at_least", Decimal("99.50"), "size is at least 99.5"),
    ],
)
def test_each_condition_reads_as_people_say_it(operator, value, words):
    assert str(Leaf("size", Operator(operator), value)) == words


@pytest.mark.parametrize(
    ("tree", "stored"),
    [
        (All(), {"all": []}),
        (Any((A,)), {"any": [{"field": "a", "operator": "is_set"}]}),
        (Not(A), {"not": {"field": "a", "operator": "is_set"}}),
        (Leaf("a", Operator.EQUALS, 0), {"field": "a", "operator": "equals", "value": 0}),
        (Leaf("a", Operator.EQUALS, False), {"field": "a", "operator": "equals", "value": False}),
        (Leaf("a", Operator.IN, ("x",)), {"field": "a", "operator": "in", "value": ["x"]}),
        (Leaf("a", Operator.AT_LEAST, Decimal(10)), {"field": "a", "operator": "at_least", "value": 10}),
        (
            Leaf("a", Operator.BETWEEN, (Decimal("0.5"), Decimal("9.00"))),
            {"field": "a", "operator": "between", "value": [0.5, 9]},
        ),
    ],
)
def test_a_tree_is_stored_as_json_and_read_again(tree, stored):
    assert as_json(tree) == stored
    assert from_json(stored) == tree


@pytest.mark.parametrize("stored", [{}, {"none": []}, {"field": 7, "operator": "is_set"}, {"all": "x"}])
def test_what_is_no_tree_holds_of_everybody(stored):
    assert from_json(stored) == All()


def test_a_part_that_is_no_tree_holds_of_everybody():
    assert from_json({"any": ["x", {"field": "a", "operator": "is_set"}]}) == Any((All(), A))
    assert from_json({"not": None}) == Not(All())


def test_an_operator_that_there_is_not_is_an_error():
    with pytest.raises(ValueError, match="is_odd"):
        from_json({"field": "a", "operator": "is_odd"})


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.text(max_size=3)).map(tuple)
)
trees = st.recursive(
    st.builds(Leaf, st.text(max_size=5), st.sampled_from(Operator), values),
    lambda part: st.one_of(
        st.builds(All, st.lists(part, max_size=3).map(tuple)),
        st.builds(Any, st.lists(part, max_size=3).map(tuple)),
        st.builds(Not, part),
    ),
    max_leaves=5,
)


@given(trees)
def test_every_tree_comes_back_as_it_was_stored(tree):
    assert from_json(as_json(tree)) == tree


amounts = st.decimals(Decimal(-(10**12)), Decimal(10**12), places=2)


@given(amounts)
def test_an_amount_comes_back_to_the_cent(amount):
    stored = json.loads(json.dumps(as_json(Leaf("value", Operator.AT_LEAST, amount))))

    assert Decimal(str(from_json(stored).value)) == amount


def test_each_value_of_a_list_counts():
    tree = All((Leaf("a", Operator.IN, ("x", "y", "z")), Any((A, Not(Leaf("b", Operator.EQUALS, "x"))))))

    assert value_count(tree) == 5
    assert value_count(All()) == 0


def test_what_is_broken_says_why():
    broken = Broken((("conditions.all[0].field", "Field gone."), ("conditions.all[1]", "Odd.")))

    assert str(broken) == "Field gone. Odd."
