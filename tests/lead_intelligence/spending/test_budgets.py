"""When a budget is reached, and what a month will cost."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.kernel.budgets import NEARLY, PACE_DAYS, USED_UP, month_end, reached_percent


@pytest.mark.parametrize(
    ("limit", "used", "price", "percent"),
    [
        (None, "1000", "0", 0),
        ("0", "0", "0.10", 0),
        ("100", "79.99", "0", 0),
        ("100", "80", "0", 80),
        ("100", "99.95", "0.05", 80),
        ("100", "99.95", "0.06", 100),
        ("100", "100", "0", 100),
        ("100", "120", "0", 100),
    ],
)
def test_a_budget_is_used_up_when_it_does_not_pay_for_another_look_up(limit, used, price, percent):
    limit = None if limit is None else Decimal(limit)
    assert reached_percent(limit=limit, used=Decimal(used), price=Decimal(price)) == percent


@pytest.mark.parametrize(
    ("today", "cost"), [(date(2026, 4, 30), 100), (date(2026, 4, 20), 120), (date(2028, 2, 28), 102)]
)
def test_the_rest_of_a_month_costs_what_the_last_week_did_a_day(today, cost):
    assert month_end(spent=Decimal(100), lately=Decimal(14), today=today) == cost


def test_admins_hear_of_a_budget_at_80_and_at_100_percent():
    assert (NEARLY, USED_UP, PACE_DAYS) == (80, 100, 7)


@pytest.mark.parametrize(
    ("limit", "used", "percent"),
    [
        ("0.01", "0", 0),
        ("0.01", "0.008", 80),
        ("0.01", "0.01", 100),
        ("30", "23.99", 0),
        ("30", "24", 80),
        ("30", "29.99", 80),
        ("30", "30", 100),
        ("1000000", "799999.99", 0),
    ],
)
def test_a_share_is_reached_to_the_cent(limit, used, percent):
    assert reached_percent(limit=Decimal(limit), used=Decimal(used)) == percent


def test_a_limit_below_the_price_of_a_lookup_is_used_up_at_once():
    assert reached_percent(limit=Decimal("0.05"), used=Decimal(0), price=Decimal("0.10")) == 100


@pytest.mark.parametrize("price", ["0", "0.10", "1000"])
def test_without_a_limit_or_with_none_allowed_nobody_is_warned(price):
    assert reached_percent(limit=None, used=Decimal(999), price=Decimal(price)) == 0
    assert reached_percent(limit=Decimal(0), used=Decimal(999), price=Decimal(price)) == 0


money = st.decimals(0, 10_000, places=2)


@given(st.decimals("0.01", 10_000, places=2), money, money, money)
def test_spending_more_never_reaches_less(limit, used, more, price):
    before = reached_percent(limit=limit, used=used, price=price)
    assert before <= reached_percent(limit=limit, used=used + more, price=price)


@pytest.mark.parametrize(
    ("today", "spent", "lately", "cost"),
    [
        (date(2026, 4, 1), 0, 7, 29),
        (date(2026, 4, 15), 50, 0, 50),
        (date(2026, 1, 31), 310, 70, 310),
        (date(2026, 1, 24), 100, 70, 170),
        (date(2026, 2, 14), 28, 14, 56),
        (date(2028, 2, 14), 28, 14, 58),
        (date(2026, 12, 30), 200, 35, 205),
    ],
)
def test_the_forecast_of_a_month_goes_on_at_the_pace_of_the_last_week(today, spent, lately, cost):
    assert month_end(spent=Decimal(spent), lately=Decimal(lately), today=today) == cost
