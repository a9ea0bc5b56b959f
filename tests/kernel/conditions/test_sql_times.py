"""The SQL of conditions on times, references, amounts and facts of events, held to the plain Python one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import DateField, DateTimeField, DecimalField, QuerySet, TextField, UUIDField, Value
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mauntic.accounts.models import User
from mauntic.kernel.conditions import (
    All,
    Any,
    Broken,
    Field,
    Kind,
    Leaf,
    Not,
    Operator,
    Tree,
    event_fields_of,
    holds,
)
from mauntic.kernel.conditions.sql import Column, Constant, NoColumnError, compiled
from revops.deals.models.deals import Deal
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory

ADA, BOB, NOBODY = (UUID(int=number) for number in (0xADA, 0xB0B, 0))
ZONES = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "America/Santiago"]
MOMENTS = [
    datetime(2026, 3, 1, 12, tzinfo=UTC),
    datetime(2026, 3, 1, 7, 59, 59, tzinfo=UTC),  # almost midnight in Los Angeles
    datetime(2026, 3, 8, 12, tzinfo=UTC),  # the clocks of Los Angeles change
    datetime(2026, 9, 6, 3, 30, tzinfo=UTC),  # Santiago has no midnight on this day
    datetime(2026, 12, 31, 10, 0, tzinfo=UTC),  # the next year in Kiritimati
]
COLUMNS = {
    "close": Column("expected_close_on", Kind.DATE),
    "owner": Column("owner", Kind.REFERENCE),
    "value": Column("value", Kind.MONEY),
    "created": Column("created_at", Kind.MOMENT),
    "event.day": Column("event_day", Kind.DATE),
    "event.by": Column("event_by", Kind.REFERENCE),
    "event.value": Column("event_value", Kind.MONEY),
    "event.at": Column("event_at", Kind.MOMENT),
    "event.old_stage": Column("event_old_stage", Kind.CHOICE),
}
TYPES = {
    "event.day": DateField(),
    "event.by": UUIDField(),
    "event.value": DecimalField(max_digits=14, decimal_places=2),
    "event.at": DateTimeField(),
    "event.old_stage": TextField(),
}
DATES, IDS = ["close", "event.day"], ["owner", "event.by"]
TIMES, AMOUNTS = ["created", "event.at"], ["value", "event.value"]
counts = st.sampled_from([0, 1, 2, 7])
ids = st.sampled_from([str(ADA), str(BOB), str(NOBODY)])
amounts = st.sampled_from([0, 0.1, 99.5, Decimal("99.50"), 1000, Decimal(10**12)])
STAGES = ("demo", "proposal")


def asked(operators: list[Operator], fields: list[str], values: st.SearchStrategy) -> st.SearchStrategy[Leaf]:
    return st.builds(Leaf, st.sampled_from(fields), st.sampled_from(operators), values)


leaves = st.one_of(
    asked([Operator.WITHIN_DAYS, Operator.BEFORE_DAYS, Operator.IN_NEXT_DAYS], DATES + TIMES, counts),
    asked([Operator.OVERDUE], DATES + TIMES, st.none()),
    asked([Operator.WITHIN_HOURS, Operator.OLDER_THAN_HOURS], TIMES, st.sampled_from([1, 24, 48])),
    asked([Operator.EQUALS, Operator.NOT_EQUALS], IDS, ids),
    asked([Operator.IN, Operator.NOT_IN], IDS, st.tuples(ids, ids)),
    asked([Operator.EQUALS, Operator.NOT_EQUALS], AMOUNTS, amounts),
    asked([Operator.AT_LEAST, Operator.AT_MOST, Operator.BELOW], AMOUNTS, amounts),
    asked([Operator.BETWEEN], AMOUNTS, st.tuples(amounts, amounts).map(sorted).map(tuple)),
    asked([Operator.EQUALS, Operator.NOT_EQUALS], ["event.old_stage"], st.sampled_from(STAGES)),
    asked([Operator.IS_SET, Operator.IS_NOT_SET], list(COLUMNS), st.none()),
)
trees: st.SearchStrategy[Tree] = st.recursive(
    leaves,
    lambda tree: st.one_of(
        st.builds(All, st.lists(tree, max_size=3).map(tuple)),
        st.builds(Any, st.lists(tree, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, tree),
    ),
    max_leaves=6,
)
days = st.sampled_from([-8, -7, -3, -2, -1, 0, 1, 2, 7, 8])
seconds = st.sampled_from([-86_400, -3_600, -1, 0, 1, 3_600, 40_000])
known = st.fixed_dictionaries(
    {
        "close": st.none() | days,
        "owner": st.sampled_from([None, ADA, BOB]),
        "value": st.sampled_from([Decimal(0), Decimal("0.10"), Decimal("99.50"), Decimal(1000)]),
        "created": st.tuples(days, seconds),
        "event.day": st.none() | days,
        "event.by": st.sampled_from([None, ADA, BOB]),
        "event.value": st.none() | st.sampled_from([Decimal("0.10"), Decimal("99.50"), Decimal(10**11)]),
        "event.at": st.none() | st.tuples(days, seconds),
        "event.old_stage": st.sampled_from([None, "", *STAGES]),
    }
)


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    drawn=known,
    now=st.sampled_from(MOMENTS),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    asked_for=st.lists(trees, min_size=5, max_size=5),
)
def test_sql_finds_the_deals_that_match_in_python(deal, drawn, now, zone, asked_for):
    facts = {key: _fact(value, now, zone) for key, value in drawn.items()}
    rows = _stored(deal, facts)

    found = [rows.filter(compiled(tree, COLUMNS, now, zone)).exists() for tree in asked_for]

    assert found == [holds(tree, facts, now, zone) for tree in asked_for]
    # A moment is the same in whatever zone it is written.
    assert found == [holds(tree, facts, now.astimezone(zone), zone) for tree in asked_for]
    constants = COLUMNS | {key: Constant(facts[key]) for key in TYPES}
    assert found == [rows.filter(compiled(tree, constants, now, zone)).exists() for tree in asked_for]


@pytest.fixture
def deal(acme) -> Deal:
    for id_ in (ADA, BOB):
        User.objects.create(id=id_, email=f"{id_}@acme.example")
    return DealFactory(contact=ContactFactory())


def _fact(value: object, now: datetime, zone: ZoneInfo) -> object:
    if isinstance(value, int):
        return now.astimezone(zone).date() + timedelta(days=value)
    if isinstance(value, tuple):
        return now + timedelta(days=value[0], seconds=value[1])
    return value


def _stored(deal: Deal, facts: dict) -> QuerySet[Deal]:
    Deal.objects.filter(pk=deal.pk).update(
        expected_close_on=facts["close"],
        owner=facts["owner"],
        value=facts["value"],
        created_at=facts["created"],
    )
    events = {COLUMNS[key].path: Value(facts[key], output_field=type_) for key, type_ in TYPES.items()}
    return Deal.objects.filter(pk=deal.pk).annotate(**events)


NOW = MOMENTS[0]
MOVED = Leaf("event.old_stage", Operator.EQUALS, "demo")


def test_a_fact_of_an_event_needs_a_column_or_a_constant(deal):
    columns = {"value": COLUMNS["value"]}
    tree = All((Leaf("value", Operator.AT_LEAST, 1000), MOVED))

    with pytest.raises(NoColumnError, match=r"event\.old_stage"):
        compiled(tree, columns, NOW)

    for stage, count in (("demo", 1), ("proposal", 0), (None, 0)):
        known = columns | {"event.old_stage": Constant(stage)}
        assert Deal.objects.filter(compiled(tree, known, NOW)).count() == count


def test_fields_of_events_are_told_from_columns():
    fields = {
        "value": Field("value", "Value", Kind.MONEY),
        "event.old_stage": Field("event.old_stage", "Previous stage", Kind.CHOICE, is_event=True),
    }

    tree = Not(Any((MOVED, Leaf("value", Operator.IS_SET))))
    assert event_fields_of(tree, fields) == {"event.old_stage"}
    assert event_fields_of(Leaf("value", Operator.IS_SET), fields) == set()
    assert event_fields_of(Broken(()), fields) == set()


def test_broken_conditions_match_no_row_and_cannot_be_negated(deal):
    broken = Broken((("conditions", "Lost."),))

    assert Deal.objects.filter(compiled(All(), {}, NOW)).count() == 1
    assert Deal.objects.filter(compiled(broken, {}, NOW)).count() == 0
    for tree in (Not(broken), All((broken,)), Any((All(), Not(broken)))):
        with pytest.raises(TypeError, match="not a part of conditions"):
            compiled(tree, {}, NOW)


def test_days_are_those_of_the_zone(deal):
    tree = Leaf("close", Operator.IN_NEXT_DAYS, 0)
    Deal.objects.update(expected_close_on=date(2026, 3, 2))
    late = datetime(2026, 3, 1, 23, tzinfo=UTC)

    for zone, count in (("Europe/Berlin", 1), ("UTC", 0)):
        condition = compiled(tree, COLUMNS, late, ZoneInfo(zone))
        assert Deal.objects.filter(condition).count() == count
    with pytest.raises(ValueError, match="time zone of the organization"):
        compiled(tree, COLUMNS, late)
