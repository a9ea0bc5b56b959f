"""The SQL of conditions on times, references, amounts and facts of events, held to the plain Python one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    DecimalField,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
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
DAYS_ASKED = [Operator.WITHIN_DAYS, Operator.BEFORE_DAYS, Operator.IN_NEXT_DAYS]
each_leaf = [
    *product(
        DATES + TIMES, [Operator.WITHIN_DAYS, Operator.BEFORE_DAYS, Operator.IN_NEXT_DAYS], [0, 1, 2, 7]
    ),
    *product(DATES + TIMES, [Operator.OVERDUE], [None]),
    *product(TIMES, [Operator.WITHIN_HOURS, Operator.OLDER_THAN_HOURS], [1, 24, 48]),
    *product(IDS, [Operator.EQUALS, Operator.NOT_EQUALS], [str(ADA), str(NOBODY)]),
    *product(IDS, [Operator.IN, Operator.NOT_IN], [(str(ADA), str(NOBODY)), (str(ADA), str(BOB))]),
    *product(
        AMOUNTS,
        [Operator.EQUALS, Operator.NOT_EQUALS, Operator.AT_LEAST, Operator.AT_MOST, Operator.BELOW],
        [0, 0.1, Decimal("99.50"), 10**11],
    ),
    *product(AMOUNTS, [Operator.BETWEEN], [(0.1, 99.5), (Decimal("0.11"), 1000)]),
    *product(["event.old_stage"], [Operator.EQUALS, Operator.NOT_EQUALS], STAGES),
    *product(COLUMNS, [Operator.IS_SET, Operator.IS_NOT_SET], [None]),
]
DAYS = [None, *range(-8, 10)]
SECONDS = [-3_601, -3_600, -1, 0, 1, 3_600]
AGES = [None, *product([-7, -2, -1, 0], SECONDS), *product([1, 2, 7, 8], [0, -40_000, 40_000])]
OWNERS = [None, ADA, BOB]
VALUES = [Decimal(each) for each in ("0", "0.10", "0.11", "99.49", "99.50", "1000", str(10**11))]


@pytest.fixture
def deals(acme) -> list[Deal]:
    """As many deals as the longest list of facts has."""
    for id_ in (ADA, BOB):
        User.objects.create(id=id_, email=f"{id_}@acme.example")
    contact = ContactFactory()
    return Deal.objects.bulk_create(DealFactory.build_batch(len(AGES), contact=contact, company=None))


def facts_of(now: datetime, zone: ZoneInfo) -> list[dict]:
    """The facts of each deal: the lists have other lengths, so that their values meet in many ways."""
    today = now.astimezone(zone).date()
    dates = [None if days is None else today + timedelta(days=days) for days in DAYS]
    times = [None if age is None else now + timedelta(days=age[0], seconds=age[1]) for age in AGES]
    lists = {
        "close": dates,
        "owner": OWNERS,
        "value": VALUES,
        "created": times[1:],
        "event.day": dates[::-1],
        "event.by": OWNERS[::-1],
        "event.value": [None, *VALUES[::-1]],
        "event.at": times,
        "event.old_stage": [None, "", *STAGES],
    }
    return [{key: values[row % len(values)] for key, values in lists.items()} for row in range(len(AGES))]


def stored(deals: list[Deal], facts: list[dict]) -> QuerySet[Deal]:
    """The deals with their facts in columns, and the facts of events in annotations."""
    for deal, known in zip(deals, facts, strict=True):
        deal.expected_close_on, deal.owner_id = known["close"], known["owner"]
        deal.value, deal.created_at = known["value"], known["created"]
    Deal.objects.bulk_update(deals, ["expected_close_on", "owner", "value", "created_at"])
    pairs = list(zip(deals, facts, strict=True))
    events = {}
    for key, type_ in TYPES.items():
        whens = (When(pk=deal.pk, then=Value(known[key], type_)) for deal, known in pairs)
        events[COLUMNS[key].path] = Case(*whens, output_field=type_)
    return Deal.objects.annotate(**events)


def found(rows: QuerySet[Deal], condition: Q) -> set[UUID]:
    return set(rows.filter(condition).values_list("pk", flat=True))


@pytest.mark.parametrize("zone", [ZoneInfo(name) for name in ZONES], ids=ZONES)
@pytest.mark.parametrize("now", MOMENTS[1:4], ids=str)
def test_sql_finds_the_deals_that_each_condition_matches_in_python(deals, now, zone):
    facts = facts_of(now, zone)
    rows = stored(deals, facts)

    for leaf in (Leaf(*each) for each in each_leaf):
        matching = {
            deal.pk for deal, known in zip(deals, facts, strict=True) if holds(leaf, known, now, zone)
        }
        assert found(rows, compiled(leaf, COLUMNS, now, zone)) == matching, leaf
        others = {deal.pk for deal in deals} - matching
        assert found(rows, compiled(Not(leaf), COLUMNS, now, zone)) == others, leaf


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    now=st.sampled_from(MOMENTS),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    asked_for=st.lists(trees, min_size=5, max_size=5),
)
def test_sql_finds_the_deals_that_groups_match_in_python(deals, now, zone, asked_for):
    facts = facts_of(now, zone)
    rows = stored(deals, facts)
    local = now.astimezone(zone)  # the same moment in another zone

    for tree in asked_for:
        matching = {
            deal.pk for deal, known in zip(deals, facts, strict=True) if holds(tree, known, local, zone)
        }
        assert found(rows, compiled(tree, COLUMNS, now, zone)) == matching
        first = COLUMNS | {key: Constant(facts[0][key]) for key in TYPES}
        is_found = deals[0].pk in found(rows, compiled(tree, first, now, zone))
        assert is_found is (deals[0].pk in matching)


@pytest.fixture
def deal(acme) -> Deal:
    return DealFactory()


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
