"""Trees of conditions: their parts, their words and the form in which they are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.conditions import All, Any, Leaf, Not, Operator, as_json, fields_of, from_json, leaves

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
