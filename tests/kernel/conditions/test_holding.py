"""What holds of whom, in plain Python."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from mauntic.kernel.conditions import All, Any, Broken, Leaf, Not, Operator, holds
from mauntic.kernel.conditions.holding import comparable, holds_of, is_unknown, upper

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def of(operator: str, value: object, fact: object) -> bool:
    return holds_of(Leaf("fact", Operator(operator), value), fact, NOW)


@pytest.mark.parametrize(
    ("operator", "value", "fact", "expected"),
    [
        ("equals", "de", "DE", True),
        ("equals", "DE", "AT", False),
        ("equals", 200, 200.0, True),
        ("equals", 0.1, Decimal("0.1"), True),
        ("equals", True, True, True),
        ("equals", False, False, True),
        ("equals", True, False, False),
        ("not_equals", "de", "DE", False),
        ("not_equals", "de", "AT", True),
        ("in", ("de", "at"), "AT", True),
        ("in", ("de", "at"), "CH", False),
        ("in", (1, 2), 2.0, True),
        ("not_in", ("de", "at"), "AT", False),
        ("not_in", ("de", "at"), "CH", True),
        ("contains", "SALE", "Head of Sales", True),
        ("contains", "x", "Head of Sales", False),
        ("contains", "vue.js", ["React", "Vue.js"], True),
        ("contains", "vue", ["React", "Vue.js"], False),
        ("starts_with", "head", "Head of Sales", True),
        ("starts_with", "sales", "Head of Sales", False),
        ("at_least", 200, 200, True),
        ("at_least", 200, 199.9, False),
        ("at_most", 200, 200, True),
        ("at_most", 200, 200.1, False),
        ("below", 200, 199.9, True),
        ("below", 200, 200, False),
        ("between", (10, 50), 10, True),
        ("between", (10, 50), 50, True),
        ("between", (10, 50), 9, False),
        ("between", (10, 50), 51, False),
        ("is_set", None, 0, True),
        ("is_set", None, False, True),
        ("is_set", None, "x", True),
        ("is_not_set", None, 0, False),
        ("is_not_set", None, False, False),
    ],
)
def test_a_known_fact_is_compared(operator, value, fact, expected):
    assert of(operator, value, fact) is expected


@pytest.mark.parametrize(
    ("operator", "days", "ago", "expected"),
    [
        ("within_days", 7, timedelta(0), True),
        ("within_days", 7, timedelta(days=7), True),
        ("within_days", 7, timedelta(days=7, seconds=1), False),
        ("within_days", 7, timedelta(seconds=-1), False),  # what is to come was not in the last days
        ("before_days", 7, timedelta(days=7, seconds=1), True),
        ("before_days", 7, timedelta(days=7), False),
        ("before_days", 7, timedelta(0), False),
    ],
)
def test_days_are_counted_back_from_now_to_the_second(operator, days, ago, expected):
    assert of(operator, days, NOW - ago) is expected


ZONE = ZoneInfo("America/Los_Angeles")
TODAY = date(2026, 3, 1)
LATE = datetime(2026, 3, 2, 7, tzinfo=UTC)  # 23:00 of TODAY there


@pytest.mark.parametrize(
    ("operator", "days", "matching"),
    [
        ("in_next_days", 0, [0]),
        ("in_next_days", 2, [0, 1, 2]),
        ("overdue", None, [-3, -2, -1]),
        ("before_days", 0, [-3, -2, -1]),
        ("before_days", 2, [-3]),
        ("within_days", 0, [0]),
        ("within_days", 2, [-2, -1, 0]),
    ],
)
def test_dates_are_compared_with_the_day_of_the_organization(operator, days, matching):
    leaf = Leaf("close", Operator(operator), days)

    found = [number for number in range(-3, 4) if holds_of(leaf, TODAY + timedelta(days=number), LATE, ZONE)]
    assert found == matching


@pytest.mark.parametrize(
    ("operator", "count", "later", "expected"),
    [
        ("in_next_days", 0, timedelta(0), True),
        ("in_next_days", 0, timedelta(minutes=59, seconds=59), True),
        ("in_next_days", 0, timedelta(hours=1), False),  # midnight
        ("in_next_days", 0, timedelta(seconds=-1), False),
        ("in_next_days", 1, timedelta(hours=24), True),
        ("in_next_days", 1, timedelta(hours=25), False),
        ("overdue", None, timedelta(0), False),
        ("overdue", None, timedelta(seconds=-1), True),
        ("before_days", 0, timedelta(seconds=-1), True),
        ("within_hours", 3, timedelta(hours=-3), True),
        ("within_hours", 3, timedelta(hours=-3, seconds=-1), False),
        ("within_hours", 3, timedelta(seconds=1), False),
        ("older_than_hours", 3, timedelta(hours=-3), False),
        ("older_than_hours", 3, timedelta(hours=-3, seconds=-1), True),
    ],
)
def test_moments_are_compared_to_the_second_and_days_to_come_end_at_midnight(
    operator, count, later, expected
):
    leaf = Leaf("due", Operator(operator), count)

    assert holds_of(leaf, LATE + later, LATE, ZONE) is expected
    assert holds_of(leaf, LATE + later, LATE.astimezone(ZONE), ZONE) is expected


def test_hours_and_days_are_counted_through_a_change_of_the_clock():
    noon = datetime(2026, 3, 8, 12, tzinfo=ZONE)  # the clocks went forward at two
    yesterday = datetime(2026, 3, 7, 12, tzinfo=ZONE)  # 23 hours ago

    assert holds_of(Leaf("moved", Operator.WITHIN_HOURS, 23), yesterday, noon, ZONE)
    assert not holds_of(Leaf("moved", Operator.OLDER_THAN_HOURS, 23), yesterday, noon, ZONE)
    assert holds_of(Leaf("moved", Operator.WITHIN_DAYS, 1), yesterday - timedelta(hours=1), noon, ZONE)


def test_a_day_needs_a_zone():
    with pytest.raises(ValueError, match="time zone of the organization"):
        holds(Leaf("close", Operator.OVERDUE), {"close": TODAY}, NOW)


def test_an_id_equals_its_text():
    owner = UUID("0197b2a3-11aa-7b22-8c33-4d5566778899")

    for fact in (owner, str(owner), str(owner).upper()):
        assert of("equals", str(owner), fact)
        assert of("in", (str(owner), str(UUID(int=0))), fact)
        assert not of("not_equals", str(owner), fact)
        assert not of("equals", str(UUID(int=0)), fact)


def test_nothing_matches_what_is_broken_and_it_cannot_be_negated():
    broken = Broken((("conditions", "Lost."),))

    assert not holds(broken, {"country": "US"}, NOW)
    for tree in (Not(broken), Any((US, broken))):
        with pytest.raises(TypeError, match="not a part of conditions"):
            holds(tree, {}, NOW)


@pytest.mark.parametrize("nothing", [None, "", [], ()])
@pytest.mark.parametrize("operator", Operator)
def test_what_is_not_known_satisfies_nothing_but_that_it_is_not_known_and_includes_nothing(nothing, operator):
    assert is_unknown(nothing)
    matches = operator in (Operator.IS_NOT_SET, Operator.HAS_NOT)
    assert holds_of(Leaf("fact", operator, ("x", "y")), nothing, NOW) is matches


@pytest.mark.parametrize("known", [0, 0.0, False, " ", [""], "0"])
def test_nought_and_no_are_known(known):
    assert not is_unknown(known)


US, LARGE = Leaf("country", Operator.EQUALS, "US"), Leaf("size", Operator.AT_LEAST, 200)


@pytest.mark.parametrize(
    ("tree", "facts", "expected"),
    [
        (All(()), {}, True),
        (All((US, LARGE)), {"country": "US", "size": 200}, True),
        (All((US, LARGE)), {"country": "US", "size": 1}, False),
        (Any((US, LARGE)), {"country": "DE", "size": 200}, True),
        (Any((US, LARGE)), {"country": "DE", "size": 1}, False),
        (Any(()), {}, False),
        (Not(US), {"country": "DE"}, True),
        (Not(US), {"country": "US"}, False),
        (Not(US), {}, True),  # of whom nothing is known is not of the US
        (Not(Not(US)), {}, False),
        (Not(All((US, Not(LARGE)))), {"country": "US", "size": 500}, True),
    ],
)
def test_groups_hold_by_their_parts(tree, facts, expected):
    assert holds(tree, facts, NOW) is expected


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("straße", "STRAßE"), ("élan", "ÉLAN"), ("ŉ", "ŉ"), ("İi", "İI"), ("", "")],
)
def test_capitals_are_made_letter_for_letter(text, capitals):
    assert upper(text) == capitals


@pytest.mark.parametrize(
    ("value", "compared"),
    [("De", "DE"), (1, Decimal(1)), (0.1, Decimal("0.1")), (True, True), (NOW, NOW), (None, None)],
)
def test_values_are_compared_exactly_and_without_case(value, compared):
    found = comparable(value)

    assert found == compared
    assert type(found) is type(compared)
