"""When a budget is reached, and what a month will cost."""

from datetime import date
from decimal import Decimal

import pytest

from lead_intelligence.spending.domain.budgets import month_end, reached_percent


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
