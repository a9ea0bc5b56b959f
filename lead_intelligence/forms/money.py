"""The form of the budgets."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms


class BudgetForm(forms.Form):
    """What may be spent; empty is no limit."""

    day = forms.DecimalField(
        label="A day (USD)", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    month = forms.DecimalField(
        label="A month (USD)", required=False, min_value=0, max_digits=12, decimal_places=2
    )


def budget_initial(limits: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """The budget form's values: limits by period, with cents."""
    return {period: None if limit is None else round(limit, 2) for period, limit in limits.items()}
