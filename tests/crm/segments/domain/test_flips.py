"""Conditions on time change their answers when their time has come, and then only."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mauntic.crm.segments.domain.flips import flips_of
from mauntic.kernel.conditions import Field, Kind, holds, parse

BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = {
    "at": Field("at", "At", Kind.MOMENT),
    "on": Field("on", "On", Kind.DATE),
    "title": Field("title", "Title", Kind.TEXT),
}
MOMENTS = [datetime(2026, 3, 28, 22, 30, tzinfo=UTC) + timedelta(hours=hours) for hours in range(0, 96, 7)]
DAYS = [date(2026, 3, 26) + timedelta(days=days) for days in range(7)]
CASES = [
    ("at", "within_days", 1),
    ("at", "before_days", 1),
    ("at", "within_hours", 5),
    ("at", "older_than_hours", 5),
    ("at", "in_next_days", 0),
    ("at", "in_next_days", 1),
    ("at", "overdue", None),
    ("on", "within_days", 1),
    ("on", "before_days", 1),
    ("on", "in_next_days", 2),
    ("on", "overdue", None),
]


@pytest.mark.parametrize(("field", "operator", "count"), CASES)
def test_an_answer_that_changes_is_found_whenever_one_looks(field, operator, count):
    """An answer that differs between two moments has a flip between them, also over a change of the clock."""
    value = {} if count is None else {"value": count}
    tree = parse({"field": field, "operator": operator, **value}, FIELDS)
    flips, kind = flips_of(tree, FIELDS), FIELDS[field].kind
    values = MOMENTS if kind is Kind.MOMENT else DAYS
    seen = 0
    for step in range(0, 24 * 7, 5):
        after = datetime(2026, 3, 26, 1, tzinfo=UTC) + timedelta(hours=step)
        until = after + timedelta(hours=5)
        spans = [flip.values_between(kind, after, until, BERLIN) for flip in flips]
        for each in values:
            answers = {holds(tree, {field: each}, at, BERLIN) for at in (after, until)}
            if len(answers) == 2:
                seen += 1
                assert any(low <= each < high for low, high in spans), (after, each)
    assert seen


def test_conditions_without_time_never_change_by_themselves():
    tree = parse({"all": [{"field": "title", "operator": "equals", "value": "CEO"}]}, FIELDS)
    assert flips_of(tree, FIELDS) == set()


def test_a_value_whose_time_has_not_come_is_not_found():
    (flip, _now) = sorted(
        flips_of(parse({"field": "at", "operator": "within_days", "value": 7}, FIELDS), FIELDS),
        key=lambda each: -each.shift,
    )
    at = datetime(2026, 6, 10, 12, tzinfo=UTC)
    low, high = flip.values_between(Kind.MOMENT, at, at + timedelta(minutes=1), BERLIN)
    assert low <= at - timedelta(days=7) + timedelta(seconds=30) < high
    assert not low <= at - timedelta(days=7) < high
    assert not low <= at - timedelta(days=6) < high
