"""What can be asked of each kind of fact."""

import pytest

from mauntic.kernel.conditions import OPERATORS, Field, Kind, Operator
from mauntic.kernel.conditions.holding import holds_of
from mauntic.kernel.conditions.tree import Leaf


@pytest.mark.parametrize(
    ("kind", "first", "operators"),
    [
        (
            Kind.TEXT,
            "equals",
            "equals not_equals in not_in contains starts_with is_set is_not_set",
        ),
        (Kind.CHOICE, "equals", "equals not_equals in not_in is_set is_not_set"),
        (
            Kind.NUMBER,
            "at_least",
            "at_least at_most below between equals not_equals in not_in is_set is_not_set",
        ),
        (
            Kind.MONEY,
            "at_least",
            "at_least at_most below between equals not_equals is_set is_not_set",
        ),
        (
            Kind.MOMENT,
            "within_days",
            "within_days before_days within_hours older_than_hours in_next_days overdue is_set is_not_set",
        ),
        (
            Kind.DATE,
            "in_next_days",
            "in_next_days overdue within_days before_days is_set is_not_set",
        ),
        (Kind.REFERENCE, "equals", "equals not_equals in not_in is_set is_not_set"),
        (Kind.BOOLEAN, "equals", "equals is_set is_not_set"),
        (Kind.LIST, "contains", "contains is_set is_not_set"),
    ],
)
def test_a_form_begins_with_the_question_that_is_asked_most(kind, first, operators):
    field = Field("key", "Label", kind)

    assert field.operators == tuple(map(Operator, operators.split()))
    assert field.operators[0] is Operator(first)


def test_of_every_fact_can_be_asked_whether_it_is_known():
    assert set(OPERATORS) == set(Kind)
    for operators in OPERATORS.values():
        assert operators[-2:] == (Operator.IS_SET, Operator.IS_NOT_SET)
        matching = [each for each in operators[:-1] if holds_of(Leaf("key", each), None, None)]
        assert matching in ([], [Operator.HAS_NOT])


def test_every_operator_can_be_asked_of_something():
    assert {operator for operators in OPERATORS.values() for operator in operators} == set(Operator)


def test_times_of_the_past_are_not_compared_with_the_future():
    created = Field("created", "Created", Kind.MOMENT, is_past=True)

    assert set(Field("due", "Due", Kind.MOMENT).operators) - set(created.operators) == {
        Operator.IN_NEXT_DAYS,
        Operator.OVERDUE,
    }
