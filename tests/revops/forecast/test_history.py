"""Deals as they were: what is told of a moment never hears of what came later."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from mauntic.accounts.models import User
from revops.deals.domain.stages import Stage
from revops.deals.models.deals import Deal
from revops.deals.services.create import change_deals, create_deal
from revops.deals.services.drafts import DealDraft
from revops.deals.services.moves import move_deals
from revops.deals.services.reopening import reopen_deal
from revops.forecast.domain.changes import Change
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.history import changes_since, deals_as_of
from revops.forecast.selectors.scope import Owners
from revops.rates.services import set_rate
from tests.support.queries import queries_of

START = datetime(2026, 10, 1, 9, tzinfo=UTC)
QUARTER = Period.parse("2026-Q4")


def day(number: int) -> datetime:
    """So many days after the start of the quarter."""
    return START + timedelta(days=number)


@pytest.fixture
def clock(acme):
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def make(clock, rep: User):
    """Makes a deal on a day of the quarter, due in it: `make(3, value=500)`."""

    def deal(on: int, **draft: Any) -> Deal:
        clock.move_to(day(on))
        wanted = {"name": f"Deal {on}", "value": Decimal(1000), "expected_close_on": date(2026, 11, 30)}
        return create_deal(draft=DealDraft(contact_id=None, **(wanted | draft)), by=rep)

    return deal


def change(clock, on: int, deal: Deal, **changes: Any) -> None:
    clock.move_to(day(on))
    change_deals(deal_ids=[deal.pk], changes=changes, by=None)


def move(clock, on: int, deal: Deal, stage: Stage, reason: str = "") -> None:
    clock.move_to(day(on))
    move_deals(deal_ids=[deal.pk], stage=stage, by=None, lost_reason=reason)


def test_every_field_is_told_as_it_was(clock, make, colleague: User, rep: User) -> None:
    deal = make(0)
    change(clock, 2, deal, value=Decimal(1500), expected_close_on=date(2026, 12, 31))
    change(clock, 4, deal, owner=colleague.pk, category_override="commit")
    move(clock, 6, deal, Stage.PROPOSAL)
    change(clock, 8, deal, value=Decimal(900), expected_close_on=None, category_override="")
    move(clock, 10, deal, Stage.CLOSED_LOST, "no budget")
    told = [
        (state.stage, state.category, state.value, state.expected_close_on, state.owner_id, state.closed_on)
        for number in (1, 3, 5, 7, 9, 11)
        for state in deals_as_of(day(number))
    ]
    autumn, winter = date(2026, 11, 30), date(2026, 12, 31)
    assert told == [
        ("prospecting", "pipeline", 1000, autumn, rep.pk, None),
        ("prospecting", "pipeline", 1500, winter, rep.pk, None),
        ("prospecting", "commit", 1500, winter, colleague.pk, None),
        ("proposal", "commit", 1500, winter, colleague.pk, None),
        ("proposal", "best_case", 900, None, colleague.pk, None),
        ("closed_lost", "omitted", 900, None, colleague.pk, day(10).date()),
    ]


def test_a_deal_is_not_there_before_it_was_made_and_open_again_after_it_was_opened(
    clock, make, admin: User
) -> None:
    deal = make(1)
    move(clock, 2, deal, Stage.CLOSED_WON)
    clock.move_to(day(4))
    reopen_deal(deal_id=deal.pk, stage=Stage.DEMO, reason="they cancelled", by=admin)
    told = [[state.stage for state in deals_as_of(day(number))] for number in (0, 1, 3, 5)]
    assert told == [[], ["prospecting"], ["closed_won"], ["demo"]]


def test_what_comes_later_changes_nothing_of_what_was_told(clock, make, colleague: User) -> None:
    deal, other = make(0), make(1, currency="EUR")
    set_rate(currency="EUR", valid_from=date(2026, 10, 1), rate=Decimal("1.1"))
    before = deals_as_of(day(3))
    change(clock, 4, deal, value=Decimal(1), owner=colleague.pk, currency="EUR", expected_close_on=None)
    set_rate(currency="EUR", valid_from=day(4).date(), rate=Decimal(2))
    move(clock, 5, other, Stage.CLOSED_WON)
    make(6)
    assert deals_as_of(day(3)) == before
    assert [state.amount for state in before] == [Decimal(1000), Decimal("1100.00")]


def test_one_query_tells_them_all(clock, make) -> None:
    for number in range(3):
        move(clock, 5, make(number), Stage.DEMO)
    assert queries_of(lambda: deals_as_of(day(4))) == 1
    assert queries_of(lambda: changes_since(day(1), period=QUARTER)) == 1


def test_changes_of_a_week_add_up_from_then_to_now(clock, make, rep: User, colleague: User) -> None:
    deals = {name: make(number, name=name) for number, name in enumerate(["won", "lost", "pushed", "grown"])}
    deals |= {name: make(0, name=name) for name in ("shrunk", "handed", "omitted", "same")}
    later = make(0, name="moved in", expected_close_on=date(2027, 1, 15))
    change(clock, 12, later, expected_close_on=date(2026, 12, 1))
    change(clock, 12, deals["won"], value=Decimal(1200))
    move(clock, 13, deals["won"], Stage.CLOSED_WON)
    move(clock, 13, deals["lost"], Stage.CLOSED_LOST, "price")
    change(clock, 13, deals["pushed"], expected_close_on=date(2027, 2, 1))
    change(clock, 13, deals["grown"], value=Decimal(1700))
    change(clock, 13, deals["shrunk"], value=Decimal(300))
    change(clock, 13, deals["handed"], owner=colleague.pk)
    change(clock, 13, deals["omitted"], category_override="omitted")
    make(14, name="new", value=Decimal(50))
    found = changes_since(day(10), period=QUARTER, owners=Owners(frozenset([rep.pk])))
    assert {each.change: each.amount for each in found.sums} == {
        Change.NEW: 50,
        Change.MOVED_IN: 1000,
        Change.GROWN: 900,
        Change.SHRUNK: -700,
        Change.PUSHED_OUT: -1000,
        Change.HANDED_OVER: -1000,
        Change.OMITTED: -1000,
        Change.LOST: -1000,
        Change.WON: -1200,
    }
    assert (found.then, found.now) == (Decimal(8000), Decimal(8000) + sum(each.amount for each in found.sums))
    assert [step.deal.name for each in found.sums if each.change is Change.GROWN for step in each.steps] == [
        "grown",
        "won",
    ]


def test_what_was_won_before_is_no_change_and_opened_again_it_is(clock, make, admin: User) -> None:
    won, again = make(0), make(1)
    for deal in (won, again):
        move(clock, 5, deal, Stage.CLOSED_WON)
    clock.move_to(day(12))
    reopen_deal(deal_id=again.pk, stage=Stage.DEMO, reason="they cancelled", by=admin)
    found = changes_since(day(10), period=QUARTER)
    assert [(each.change, each.amount) for each in found.sums] == [(Change.REOPENED, Decimal(1000))]


def test_a_deal_of_a_colleague_is_taken_over_and_none_of_it_is_told_before(
    clock, make, rep: User, colleague: User
) -> None:
    deal = make(0, owner_id=colleague.pk)
    change(clock, 12, deal, owner=rep.pk)
    found = changes_since(day(10), period=QUARTER, owners=Owners(frozenset([rep.pk])))
    assert [(each.change, each.amount) for each in found.sums] == [(Change.TAKEN_OVER, Decimal(1000))]
