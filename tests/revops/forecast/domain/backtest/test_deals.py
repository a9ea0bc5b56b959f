"""What was known of past deals on a morning."""

from datetime import date

import pytest

from revops.forecast.domain.backtest.deals import History, PastDeal
from revops.forecast.domain.backtest.trials import amounts_of
from revops.forecast.domain.methods import OpenDeals
from revops.forecast.domain.periods import Period


def past_deals(months: int = 6, amounts: tuple[float, ...] = (100, 50, 80)) -> list[PastDeal]:
    """A deal a month that took 25 days, with amounts that come again every quarter."""
    first = Period.parse("2025-01")
    return [
        PastDeal(month.first, month.first.replace(day=26 if number else 5), True, amounts[number % 3])
        for number, month in enumerate(first.shifted(back) for back in range(months))
    ]


def test_what_happens_later_changes_nothing_of_what_was_known() -> None:
    on, month = date(2025, 5, 1), Period.parse("2025-05")
    deals = past_deals()
    later = [PastDeal(date(2025, 4, 2), date(2025, 5, 1), True, 1e9), PastDeal(on, None, None, 0)]
    lost = [PastDeal(date(2025, 4, 2), date(2025, 12, 1), False, 0)]
    assert amounts_of(History([*deals, *later]).known_on(on), month) == amounts_of(
        History([*deals, *lost]).known_on(on), month
    )


JUNE = date(2025, 6, 1)
CLOSED = [
    PastDeal(date(2025, 4, 1), date(2025, 4, 20), True, 100, "plan"),
    PastDeal(date(2025, 4, 2), date(2025, 5, 10), True, 300, "plan"),
    PastDeal(date(2025, 4, 3), date(2025, 5, 11), True, 800, "tool"),
    PastDeal(date(2025, 1, 3), date(2025, 5, 12), False, 0, "tool"),
]


def test_an_outcome_is_the_sum_of_the_wins_of_a_period_alone() -> None:
    past = History(CLOSED)
    assert [past.outcome(Period.parse(code)) for code in ("2025-04", "2025-05", "2025-06")] == [100, 1100, 0]
    assert past.won_days == [date(2025, 4, 20), date(2025, 5, 10), date(2025, 5, 11)]


@pytest.mark.parametrize(
    ("product", "price", "value"),
    [("plan", 50.0, 50), ("plan", None, 200), ("other", None, 400), ("", None, 400)],
)
def test_an_open_deal_is_worth_its_price_else_what_its_product_or_all_products_were_won_for(
    product: str, price: float | None, value: float
) -> None:
    deal = PastDeal(date(2025, 5, 22), None, None, 0, product, price)
    assert list(History([*CLOSED, deal]).known_on(JUNE).open_deals) == [
        OpenDeals("open", 10, 1, value, value**2)
    ]


def test_a_deal_that_closes_on_the_day_is_open_on_its_morning_and_one_that_begins_is_not_there() -> None:
    closes, begins = PastDeal(date(2025, 5, 31), JUNE, True, 9), PastDeal(JUNE, None, None, 0)
    known = History([closes, begins]).known_on(JUNE)
    assert [(deals.age, deals.value) for deals in known.open_deals] == [(1, 0)]
    assert known.stage_weights == {"open": 0.5}


def test_weights_and_newcomers_are_counted_on_what_was_closed_and_on_the_last_90_days() -> None:
    known = History(CLOSED).known_on(JUNE)
    assert known.stage_weights == {"open": 0.75}
    # Three of the four began since 3 March, and wins were worth 400 on average.
    assert (known.newcomers.per_day, known.newcomers.value) == (3 / 90, 400)


def test_deals_are_looked_at_in_the_order_in_which_they_began() -> None:
    deals = [
        PastDeal(date(2025, 5, day), None, None, 0, price=float(day), product=product)
        for day, product in ((20, "a"), (3, "b"), (11, "c"))
    ]

    assert [each.value for each in History(deals).known_on(JUNE).open_deals] == [3, 11, 20]


def test_a_win_without_a_day_belongs_to_no_period() -> None:
    past = History([PastDeal(date(2025, 4, 1), None, True, 100)])

    assert past.won_days == []
    assert past.outcome(Period.parse("2025-Q2")) == 0


@pytest.mark.parametrize(
    ("began", "new"), [(date(2025, 3, 2), 0), (date(2025, 3, 3), 1), (date(2025, 5, 31), 1)]
)
def test_a_deal_is_new_for_ninety_days(began: date, new: int) -> None:
    known = History([PastDeal(began, None, None, 0)]).known_on(JUNE)

    assert known.newcomers.per_day == new / 90


def test_a_day_on_which_several_deals_are_won_counts_them_together() -> None:
    day = date(2025, 4, 20)
    past = History([PastDeal(date(2025, 4, 1), day, True, value) for value in (10, 5)])

    assert (past.won_days, past.outcome(Period.parse("2025-04"))) == ([day], 15)


def test_nothing_is_known_before_the_first_deal() -> None:
    known = History(CLOSED).known_on(date(2025, 1, 1))

    assert (list(known.open_deals), known.stage_weights) == ([], {"open": 0.5})
    assert (known.newcomers.per_day, known.newcomers.value) == (0, 0)
    assert known.won.amounts
    assert known.won.of(Period.parse("2025-Q2")) == 0


def test_a_deal_that_closed_the_day_before_is_decided_and_no_longer_open() -> None:
    known = History([PastDeal(date(2025, 5, 1), date(2025, 5, 31), True, 70, "plan")]).known_on(JUNE)

    assert (list(known.open_deals), known.stage_weights, known.newcomers.value) == ([], {"open": 1}, 70)


def test_lost_deals_lower_the_weight_and_not_the_worth_of_a_product() -> None:
    deals = [
        PastDeal(date(2025, 4, 1), date(2025, 4, 20), True, 100, "plan"),
        PastDeal(date(2025, 4, 1), date(2025, 4, 21), False, 0, "plan"),
        PastDeal(date(2025, 5, 1), None, None, 0, "plan"),
    ]
    known = History(deals).known_on(JUNE)

    assert known.stage_weights == {"open": 0.5}
    assert [(each.age, each.value, each.squares) for each in known.open_deals] == [(31, 100, 10_000)]


def test_a_price_of_nothing_is_a_price() -> None:
    deal = PastDeal(date(2025, 5, 22), None, None, 0, "plan", 0.0)

    assert [each.value for each in History([*CLOSED, deal]).known_on(JUNE).open_deals] == [0]


def test_new_deals_follow_the_same_curve_as_those_that_are_open() -> None:
    known = History(CLOSED).known_on(JUNE)

    assert known.newcomers.curve is known.curves["open"]
    # Three of four deals were won, within 19 to 38 days; the prior of one half counts as twenty deals.
    assert known.curves["open"].won_within(0, 10_000) == pytest.approx((20 * 0.5 + 3) / 24)


def test_a_deal_has_no_product_and_no_price_unless_they_are_known() -> None:
    deal = PastDeal(JUNE, None, None, 0)

    assert (deal.product, deal.price) == ("", None)
