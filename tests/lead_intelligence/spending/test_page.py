"""The page of spending."""

from lead_intelligence.spending.selectors import budgets


def test_ops_set_the_budget(ops):
    assert ops.post("/lead-intelligence/budget/", {"day": "12.50", "month": ""}).status_code == 302
    assert [budget.limit for budget in budgets.budget_states()[:2]] == [12.5, None]
    assert ops.post("/lead-intelligence/budget/", {"day": "-1"}).status_code == 422
