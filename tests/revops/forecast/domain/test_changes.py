"""What changes the sum of the open deals of a period."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.deals.domain.stages import CATEGORIES, Category, Stage
from revops.forecast.domain.changes import Change, DealState, movement, steps
from revops.forecast.domain.periods import Period


def in_december(**fields) -> DealState:
    known = {
        "id": UUID(int=1),
        "name": "Wire",
        "stage": "proposal",
        "category": "best_case",
        "value": Decimal(1000),
        "currency": "USD",
        "amount": Decimal(1000),
        "expected_close_on": date(2026, 12, 10),
        "closed_on": None,
        "owner_id": None,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return DealState(**known | fields)


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (
            {"stage": "closed_won", "category": "closed", "closed_on": date(2026, 11, 20)},
            Change.WON_ELSEWHERE,
        ),
        ({"expected_close_on": date(2026, 11, 28)}, Change.PULLED_FORWARD),
        ({"expected_close_on": date(2027, 1, 10)}, Change.PUSHED_OUT),
    ],
)
def test_what_leaves_a_period_is_pushed_out_only_when_it_comes_later(after, change):
    since = datetime(2026, 11, 18, tzinfo=UTC)
    found = list(steps(in_december(), in_december(**after), Period.parse("2026-12"), since))
    assert [(step.change, step.amount) for step in found] == [(change, Decimal(-1000))]


START = datetime(2026, 10, 1, 9, tzinfo=UTC)


QUARTER = Period.parse("2026-Q4")


def day(number: int) -> datetime:
    """So many days after the start of the quarter."""
    return START + timedelta(days=number)


STATES = st.builds(
    DealState,
    id=st.just(UUID(int=1)),
    name=st.just("a deal"),
    stage=st.sampled_from(list(Stage)),
    category=st.sampled_from(list(Category)),
    value=st.just(Decimal(0)),
    currency=st.just("USD"),
    amount=st.none() | st.decimals(0, 10**9, places=2),
    expected_close_on=st.none() | st.dates(date(2026, 9, 1), date(2027, 1, 31)),
    closed_on=st.dates(date(2026, 9, 1), date(2027, 1, 31)),
    owner_id=st.none(),
    created_at=st.sampled_from([day(0), day(20)]),
)


@given(st.lists(st.tuples(st.none() | STATES, st.none() | STATES)))
def test_whatever_happens_adds_up_exactly(pairs: list[tuple[DealState | None, DealState | None]]) -> None:
    consistent = [(_sane(before), _sane(after)) for before, after in pairs]
    found = movement(consistent, QUARTER, day(10))
    assert found.then + sum(each.amount for each in found.sums) == found.now


def _sane(state: DealState | None) -> DealState | None:
    """Open deals are not closed on a day, and closed ones are what their stage says."""
    if state is None:
        return None
    if state.stage in {Stage.CLOSED_WON, Stage.CLOSED_LOST}:
        return replace(state, category=CATEGORIES[Stage(state.stage)])
    return replace(state, closed_on=None)


CREATED, ELSEWHERE = day(20), {"expected_close_on": date(2027, 1, 10)}
WON_NOW = {"stage": "closed_won", "category": "closed", "closed_on": date(2026, 12, 5)}
LOST_NOW = {"stage": "closed_lost", "category": "omitted", "closed_on": date(2026, 12, 5)}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (None, {"created_at": CREATED}, {"new": 1000}),
        (None, {}, {"taken_over": 1000}),
        (LOST_NOW, {}, {"reopened": 1000}),
        (ELSEWHERE, {}, {"moved_in": 1000}),
        ({}, {"amount": Decimal(1500)}, {"grown": 500}),
        ({}, {"amount": Decimal(300)}, {"shrunk": -700}),
        ({}, {"amount": None}, {"shrunk": -1000}),
        ({}, {}, {}),
        ({}, ELSEWHERE, {"pushed_out": -1000}),
        ({}, {"expected_close_on": None}, {"pushed_out": -1000}),
        ({}, None, {"handed_over": -1000}),
        ({}, {"category": "omitted"}, {"omitted": -1000}),
        ({}, LOST_NOW, {"lost": -1000}),
        ({}, {**WON_NOW, "amount": Decimal(1200)}, {"grown": 200, "won": -1200}),
        (None, {**WON_NOW, "created_at": CREATED}, {"new": 1000, "won": -1000}),
        (WON_NOW, WON_NOW, {}),
    ],
)
def test_each_change_of_a_deal_has_its_name_and_its_amount(before, after, changes) -> None:
    states = [None if fields is None else in_december(**fields) for fields in (before, after)]
    found = steps(*states, Period.parse("2026-12"), day(10))
    assert {step.change.value: step.amount for step in found} == changes


def test_the_largest_steps_of_a_change_come_first_and_unchanged_deals_are_in_both_sums() -> None:
    pairs = [
        (None, in_december(name=name, amount=Decimal(amount)))
        for name, amount in (("b", 5), ("a", 5), ("c", 9))
    ]
    found = movement(pairs, Period.parse("2026-12"), day(10), unchanged=Decimal(100))
    assert (found.then, found.now) == (100, 119)
    assert [step.deal.name for step in found.sums[0].steps] == ["c", "a", "b"]
    assert found.sums[0].label == "Reassigned from others"
