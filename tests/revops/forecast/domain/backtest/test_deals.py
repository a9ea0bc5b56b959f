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
