from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.conditions import (
    All,
    Any,
    Field,
    Kind,
    Leaf,
    Not,
    Operator,
    find_contradictions,
    holds,
)
from mauntic.kernel.conditions.contradictions import exclude_each_other


def size(operator: str, value=None) -> Leaf:
    return Leaf("employees", Operator(operator), value)


def country(operator: str, value=None) -> Leaf:
    return Leaf("country", Operator(operator), value)


def seen(operator: str, days: int | None = None) -> Leaf:
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
        (seen("within_hours", 24), seen("before_days", 1)),
        (seen("within_days", 2), seen("older_than_hours", 48)),
        (seen("in_next_days", 7), seen("overdue")),
        (seen("in_next_days", 0), seen("before_days", 0)),
        (seen("in_next_days", 9), seen("older_than_hours", 1)),
        (seen("overdue"), Not(seen("before_days", 0))),
        (Not(seen("overdue")), seen("before_days", 5)),
        (
            Leaf("owner", Operator.EQUALS, "00000000-0000-0000-0000-00000000000a"),
            Leaf("owner", Operator.IN, ("00000000-0000-0000-0000-00000000000b",)),
        ),
        (size("at_least", Decimal("10.5")), size("below", Decimal(10))),
    ],
)
def test_conditions_that_can_never_match_together_are_named(first, second):
    found = find_contradictions(All((first, country("is_set"), second)))

    named = {(each.first, each.second) for each in found}
    assert len(named) == 1
    assert exclude_each_other(first, second)
    assert str(found[0]).endswith("can never match together. Change or remove one of them.")


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
        (seen("within_hours", 25), seen("before_days", 1)),
        (seen("in_next_days", 7), seen("within_days", 7)),  # today
        (seen("in_next_days", 7), Not(seen("overdue"))),
        (seen("overdue"), seen("within_days", 1)),
        (seen("overdue"), seen("older_than_hours", 1)),
        (Not(seen("in_next_days", 7)), Not(seen("overdue"))),
        (size("at_least", 10), country("equals", "US")),
    ],
)
def test_conditions_that_may_match_together_are_no_contradiction(first, second):
    assert find_contradictions(All((first, second))) == []
    assert not exclude_each_other(first, second)


def test_a_choice_with_one_way_out_is_no_contradiction():
    first = Any((country("equals", "US"), country("equals", "DE")))
    second = Any((country("equals", "US"), country("equals", "FR")))

    assert find_contradictions(All((first, second))) == []


def test_a_branch_that_can_never_hold_is_named_where_others_can():
    dead = All((size("at_least", 10), size("at_most", 5)))

    found = find_contradictions(Any((country("equals", "US"), dead)))

    assert [(each.first, each.second) for each in found] == [
        ("employees is at least 10", "employees is at most 5")
    ]


def test_conditions_with_too_many_ways_to_hold_are_taken_to_be_satisfiable():
    either = Any((country("equals", "US"), country("equals", "DE")))

    assert find_contradictions(All((either,) * 10)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (size("at_least", 10), Not(size("at_least", 10))),
        (Not(size("is_not_set")), size("is_not_set")),
        (size("is_not_set"), size("is_set")),
        (size("is_not_set"), size("below", 5)),
        (Not(size("is_set")), size("is_set")),
        (size("below", 5), Not(size("below", 6))),
        (size("at_most", 5), Not(size("at_most", 5))),
        (size("at_most", 5), Not(size("at_most", 6))),
        (size("between", (1, 5)), size("at_least", 6)),
        (size("between", (6, 9)), size("below", 6)),
        (size("in", (1, 2)), size("at_least", 3)),
        (size("at_least", 3), size("in", (1, 2))),
        (size("equals", 3), size("not_in", (3, 4))),
        (Not(size("not_equals", 3)), size("equals", 4)),
        (Not(size("not_in", (3, 4))), size("equals", 5)),
        (Not(country("not_equals", "US")), country("equals", "DE")),
        (country("in", ("US", "DE")), country("starts_with", "F")),
        (country("starts_with", "Us"), country("starts_with", "De")),
        (country("starts_with", "US"), country("starts_with", "D")),
        (seen("before_days", 30), Not(seen("before_days", 30))),
        (seen("before_days", 40), Not(seen("before_days", 30))),
    ],
)
def test_more_of_what_can_never_hold_together(first, second):
    assert len(find_contradictions(All((first, second)))) == 1
    assert exclude_each_other(first, second)
    assert exclude_each_other(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (size("at_least", 10), size("at_least", 10)),
        (size("at_least", 10), Not(size("below", 10))),
        (size("at_most", 10), Not(size("at_least", 11))),
        (size("between", (1, 5)), size("between", (5, 9))),
        (size("between", (1, 5)), size("at_least", 5)),
        (size("below", 5), Not(size("at_least", 5))),
        (size("at_most", 5), Not(size("at_most", 4))),
        (size("in", (1, 2)), size("in", (2, 3))),
        (size("in", (1, 2)), size("not_in", (2, 3))),
        (size("equals", 3), size("not_equals", 4)),
        (size("not_equals", 3), size("not_equals", 4)),
        (Not(size("equals", 3)), Not(size("equals", 4))),
        (Not(size("equals", 3)), size("is_not_set")),
        (Not(size("is_not_set")), size("at_least", 3)),
        (size("is_set"), size("at_least", 3)),
        (country("starts_with", "us"), country("starts_with", "USA")),
        (country("starts_with", "U"), Not(country("starts_with", "D"))),
        (country("starts_with", "U"), country("contains", "D")),
        (seen("within_days", 7), seen("within_days", 30)),
        (seen("before_days", 7), seen("before_days", 30)),
        (seen("before_days", 7), Not(seen("before_days", 30))),
        (seen("within_days", 7), Not(seen("before_days", 30))),
        (All(()), All(())),
    ],
)
def test_more_of_what_may_hold_together(first, second):
    assert find_contradictions(All((first, second))) == []
    assert not exclude_each_other(first, second)


def test_a_contradiction_is_told_once_and_in_words():
    clash = All((country("equals", "US"), Not(country("equals", "US"))))

    assert list(map(str, find_contradictions(Any((clash, clash))))) == [
        '"country is US" and "not (country is US)" can never match together. Change or remove one of them.'
    ]


def test_a_contradiction_names_fields_choices_and_amounts():
    fields = {
        "value": Field("value", "Value", Kind.MONEY, currency="EUR"),
        "stage": Field("stage", "Stage", Kind.CHOICE, (("demo", "Demo"), ("won", "Won"))),
    }
    low = Leaf("value", Operator.BELOW, Decimal(10))
    stages = (Leaf("stage", Operator.EQUALS, "demo"), Not(Leaf("stage", Operator.IN, ("demo", "won"))))

    amounts = All((low, Leaf("value", Operator.AT_LEAST, Decimal("99.5"))))
    assert [(each.first, each.second) for each in find_contradictions(amounts, fields)] == [
        ("Value is below €10", "Value is at least €99.50")
    ]
    [clash] = find_contradictions(All(stages), fields)
    assert (clash.first, clash.second) == ("Stage is Demo", "not (Stage is one of Demo, Won)")


def test_each_way_that_can_never_hold_is_told():
    first = Any((country("equals", "US"), country("equals", "DE")))

    found = find_contradictions(All((first, country("equals", "FR"))))
    assert [(each.first, each.second) for each in found] == [
        ("country is US", "country is FR"),
        ("country is DE", "country is FR"),
    ]


def test_a_negated_choice_is_all_of_its_parts_negated():
    neither = Not(Any((size("at_least", 5), size("below", 5))))

    assert find_contradictions(All((neither, size("is_set")))) == []  # each alone may hold of the unknown
    assert find_contradictions(All((neither, size("equals", 3)))) != []
    both = Not(All((size("at_least", 5), country("is_set"))))
    assert find_contradictions(All((both, size("equals", 7)))) == []


@pytest.mark.parametrize(("choices", "is_found"), [(8, True), (9, False)])
def test_up_to_256_ways_are_looked_at(choices, is_found):
    either = Any((country("equals", "US"), country("equals", "DE")))
    tree = All((*(either,) * choices, size("at_least", 2), size("below", 1)))

    # Beyond that, only the parts that it could do without are looked at.
    assert bool(find_contradictions(tree)) is is_found
    assert exclude_each_other(tree, All(())) is is_found
    alternatives = Any(tuple(size("equals", number) for number in range(256)))
    assert exclude_each_other(alternatives, size("equals", 999))
    assert not exclude_each_other(Any((*alternatives.parts, size("equals", 256))), size("equals", 999))


sizes = st.integers(0, 4)
leaves = st.one_of(
    st.builds(size, st.sampled_from(["equals", "not_equals", "at_least", "at_most", "below"]), sizes),
    st.builds(size, st.sampled_from(["in", "not_in"]), st.lists(sizes, min_size=1, max_size=3).map(tuple)),
    st.builds(size, st.just("between"), st.tuples(sizes, sizes).map(sorted).map(tuple)),
    st.builds(size, st.sampled_from(["is_set", "is_not_set"])),
)
trees = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.builds(Not, part),
        st.lists(part, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda parts: st.sampled_from([All(parts), Any(parts)])),
    ),
    max_leaves=4,
)


@given(trees, trees, st.one_of(st.none(), sizes, st.just(2.5)))
def test_nobody_satisfies_two_trees_that_exclude_each_other(first, second, fact):
    now = datetime(2026, 3, 1, tzinfo=UTC)

    if exclude_each_other(first, second):
        assert not (holds(first, {"employees": fact}, now) and holds(second, {"employees": fact}, now))


counts = st.integers(0, 3)
dates = st.one_of(
    st.builds(seen, st.sampled_from(["within_days", "before_days", "in_next_days"]), counts),
    st.builds(seen, st.just("overdue")),
)
moments = dates | st.builds(
    seen, st.sampled_from(["within_hours", "older_than_hours"]), st.sampled_from([1, 23, 24, 25, 48])
)
ZONE = ZoneInfo("America/Los_Angeles")
NOON = datetime(2026, 3, 8, 12, tzinfo=ZONE)  # the clocks went forward at two


def parts(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.one_of(one, st.builds(Not, one))


@given(parts(dates), parts(dates), st.integers(-5, 5))
def test_no_date_matches_two_conditions_that_exclude_each_other(first, second, later):
    facts = {"last_visit": NOON.date() + timedelta(days=later)}

    if exclude_each_other(first, second):
        assert not (holds(first, facts, NOON, ZONE) and holds(second, facts, NOON, ZONE))


@given(parts(moments), parts(moments), st.integers(-100, 100), st.sampled_from([-1, 0, 1]))
def test_no_moment_matches_two_conditions_that_exclude_each_other(first, second, hours, seconds):
    facts = {"last_visit": NOON.astimezone(UTC) + timedelta(hours=hours, seconds=seconds)}

    if exclude_each_other(first, second):
        assert not (holds(first, facts, NOON, ZONE) and holds(second, facts, NOON, ZONE))


def test_a_lead_can_be_in_two_segments_at_once():
    both = All(
        tuple(Leaf("segment", Operator("equals"), f"0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1{n}") for n in (1, 2))
    )
    one_value = {"segment": Field("segment", "Segment", Kind.REFERENCE)}
    several = {"segment": Field("segment", "Segment", Kind.REFERENCE, has_several=True)}
    assert find_contradictions(both, one_value)
    assert find_contradictions(both, several) == []
