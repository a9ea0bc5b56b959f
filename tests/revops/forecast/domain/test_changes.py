"""What changes the sum of the open deals of a period."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revops.deals.domain.stages import CATEGORIES, Category, Stage
from revops.forecast.domain.changes import Change, ChangeSum, DealState, Movement, labels, movement, steps
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


def test_each_change_has_its_name_in_the_order_in_which_it_is_listed() -> None:
    names = {
        "new": "New",
        "reopened": "Reopened",
        "moved_in": "Moved in",
        "taken_over": "Reassigned from others",
        "grown": "Value increased",
        "shrunk": "Value decreased",
        "pushed_out": "Postponed",
        "pulled_forward": "Moved to an earlier period",
        "won_elsewhere": "Won in another period",
        "handed_over": "Reassigned to others",
        "omitted": "Omitted",
        "lost": "Lost",
        "won": "Won",
    }

    assert labels() == names
    assert [change.value for change in Change] == list(names)
    assert [ChangeSum(change, Decimal(0), []).label for change in Change] == list(names.values())


PERIOD = Period.parse("2026-12")


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, True),
        ({"expected_close_on": date(2026, 12, 1)}, True),
        ({"expected_close_on": date(2026, 12, 31)}, True),
        ({"expected_close_on": date(2026, 11, 30)}, False),
        ({"expected_close_on": date(2027, 1, 1)}, False),
        ({"expected_close_on": None}, False),
        ({"category": "omitted"}, False),
        ({"category": "commit"}, True),
        ({"stage": "closed_won"}, False),
        ({"stage": "closed_lost"}, False),
    ],
)
def test_a_deal_is_open_in_the_period_of_its_close_date(fields, is_open) -> None:
    assert in_december(**fields).open_in(PERIOD) is is_open


@pytest.mark.parametrize(
    ("fields", "is_won"),
    [
        ({"stage": "closed_won", "closed_on": date(2026, 12, 1)}, True),
        ({"stage": "closed_won", "closed_on": date(2026, 12, 31)}, True),
        ({"stage": "closed_won", "closed_on": date(2026, 11, 30)}, False),
        ({"stage": "closed_won", "closed_on": date(2027, 1, 1)}, False),
        ({"stage": "closed_won", "closed_on": None}, False),
        ({"stage": "closed_lost", "closed_on": date(2026, 12, 5)}, False),
        ({"stage": "proposal", "closed_on": date(2026, 12, 5)}, False),
    ],
)
def test_a_deal_is_won_in_the_period_of_the_day_on_which_it_closed(fields, is_won) -> None:
    assert in_december(**fields).won_in(PERIOD) is is_won


@pytest.mark.parametrize(
    ("amount", "counted"), [(None, 0), (Decimal(0), 0), (Decimal("7.5"), Decimal("7.5"))]
)
def test_an_amount_without_an_exchange_rate_counts_as_nothing(amount, counted) -> None:
    assert in_december(amount=amount).counted == counted


EARLIER = {"expected_close_on": date(2026, 11, 30)}
LATER = {"expected_close_on": date(2027, 1, 1)}
WON_BEFORE = {"stage": "closed_won", "category": "closed", "closed_on": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        # A deal that was created at the very moment was there already: somebody else had it.
        (None, {"created_at": day(10)}, {"taken_over": 1000}),
        (None, {"created_at": day(10) + timedelta(microseconds=1)}, {"new": 1000}),
        (None, LATER, {}),
        (None, None, {}),
        (LATER, None, {}),
        (LATER, EARLIER, {}),
        (EARLIER, {}, {"moved_in": 1000}),
        ({"category": "omitted"}, {}, {"moved_in": 1000}),
        (WON_BEFORE, {}, {"reopened": 1000}),
        (WON_NOW, {}, {"reopened": 1000}),
        # Won out of another period: it comes in and is won at once.
        (LATER, WON_NOW, {"moved_in": 1000, "won": -1000}),
        (None, WON_NOW, {"taken_over": 1000, "won": -1000}),
        (LOST_NOW, WON_NOW, {"reopened": 1000, "won": -1000}),
        ({}, WON_NOW, {"won": -1000}),
        ({}, {**WON_NOW, "amount": Decimal(900)}, {"shrunk": -100, "won": -900}),
        ({}, WON_BEFORE, {"won_elsewhere": -1000}),
        ({}, {**WON_BEFORE, "amount": Decimal(900)}, {"won_elsewhere": -1000}),
        # What leaves goes with the amount that it had.
        ({}, {**LATER, "amount": Decimal(5000)}, {"pushed_out": -1000}),
        ({}, {**EARLIER, "amount": Decimal(5000)}, {"pulled_forward": -1000}),
        ({}, {**LOST_NOW, "amount": Decimal(1)}, {"lost": -1000}),
        ({}, {**LATER, "category": "omitted"}, {"omitted": -1000}),
        ({"amount": None}, {}, {"grown": 1000}),
        ({"amount": None}, {"amount": None}, {}),
        ({"amount": Decimal(1000)}, {"amount": Decimal(1001)}, {"grown": 1}),
        ({"amount": Decimal(1000)}, {"amount": Decimal(999)}, {"shrunk": -1}),
        ({"amount": Decimal(1000)}, {"amount": Decimal("999.99")}, {"shrunk": Decimal("-0.01")}),
        # A change of the category, the owner or the day within the period moves nothing.
        ({}, {"category": "commit", "owner_id": UUID(int=7), "expected_close_on": date(2026, 12, 31)}, {}),
        (WON_NOW, LOST_NOW, {}),
    ],
)
def test_a_deal_comes_changes_and_goes_by_what_it_was_and_is(before, after, changes) -> None:
    states = [None if fields is None else in_december(**fields) for fields in (before, after)]

    found = list(steps(*states, PERIOD, day(10)))

    assert [(step.change.value, step.amount) for step in found] == list(changes.items())


def test_a_step_shows_the_deal_as_it_is_now_else_as_it_was() -> None:
    was, now = in_december(name="Old name"), in_december(name="New name", **LATER)

    assert [step.deal.name for step in steps(was, now, PERIOD, day(10))] == ["New name"]
    assert [step.deal.name for step in steps(was, None, PERIOD, day(10))] == ["Old name"]


def test_the_largest_losses_come_first_too() -> None:
    pairs = [
        (in_december(name=name, amount=Decimal(amount)), None)
        for name, amount in (("small", 5), ("large", 900), ("middle", 40))
    ]

    (found,) = movement(pairs, PERIOD, day(10)).sums

    assert (found.change, found.amount) == (Change.HANDED_OVER, -945)
    assert [(step.deal.name, step.amount) for step in found.steps] == [
        ("large", -900),
        ("middle", -40),
        ("small", -5),
    ]


def test_changes_are_summed_by_kind_in_their_fixed_order() -> None:
    pairs = [
        (in_december(), in_december(**WON_NOW)),
        (in_december(), in_december(amount=Decimal(1300))),
        (None, in_december(created_at=CREATED)),
        (None, in_december(created_at=CREATED, amount=Decimal(50))),
        (in_december(), in_december(**LATER)),
    ]

    found = movement(pairs, PERIOD, day(10))

    assert (found.then, found.now) == (3000, 2350)
    assert [(each.change.value, each.amount) for each in found.sums] == [
        ("new", 1050),
        ("grown", 300),
        ("pushed_out", -1000),
        ("won", -1000),
    ]


def test_without_deals_nothing_moves() -> None:
    assert movement([], PERIOD, day(10)) == Movement(Decimal(0), Decimal(0), [])
    assert movement([], PERIOD, day(10), unchanged=Decimal(7)) == Movement(Decimal(7), Decimal(7), [])
