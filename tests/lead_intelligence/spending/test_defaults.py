"""The budgets that an organization starts with."""

from decimal import Decimal

from lead_intelligence.spending.models import Budget
from mauntic.kernel.budgets import NEARLY, USED_UP


def test_the_first_budgets_are_100_dollars_a_day_and_1000_a_month(acme):
    rows = Budget.objects.filter(provider=None).values_list("period", "limit")
    assert dict(rows) == {"day": Decimal(100), "month": Decimal(1000)}
    assert (NEARLY, USED_UP) == (80, 100)
