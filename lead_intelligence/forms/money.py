"""The form of the budgets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict

from lead_intelligence.models import Period
from lead_intelligence.selectors.budgets import BudgetState
from mauntic.kernel.errors import Invalid

SPANS = {Period.DAY: "a day", Period.MONTH: "a month"}


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of the organization or of one vendor."""

    name: str
    fields: Sequence[forms.BoundField]


class BudgetsForm(forms.Form):
    """What may be spent in all (`day`, `month`), and with each vendor (`apollo-day`, ...); empty is no limit.

    A budget whose fields were not sent stays as it is.
    """

    def __init__(self, data: QueryDict | None = None, *, budgets: Sequence[BudgetState]) -> None:
        super().__init__(data, initial={_name(each): _cents(each.limit) for each in budgets})
        self.budgets = budgets
        for each in budgets:
            field = forms.DecimalField(required=False, min_value=0, max_digits=10, decimal_places=2)
            whose = each.provider.name if each.provider else "All vendors"
            field.label = f"{whose}, {SPANS[each.period]} (USD)"
            field.widget.attrs |= {
                "class": "form-control form-control-sm num",
                "aria-label": field.label,
                "placeholder": "no limit",
            }
            self.fields[_name(each)] = field

    @property
    def rows(self) -> Iterator[Row]:
        """The day and the month of each, as the table shows them."""
        for day, month in zip(self.budgets[::2], self.budgets[1::2], strict=True):
            whose = day.provider.name if day.provider else "All vendors together"
            yield Row(whose, [self[_name(day)], self[_name(month)]])

    def values(self) -> dict[str | None, dict[Period, Decimal | None]]:
        """What was entered, for `set_budgets`."""
        entered: dict[str | None, dict[Period, Decimal | None]] = {}
        for each in self.budgets:
            if _name(each) in self.data:
                slug = each.provider.slug if each.provider else None
                entered.setdefault(slug, {})[each.period] = self.cleaned_data[_name(each)]
        return entered

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused."""
        for name, said in error.fields.items():
            self.add_error(name if name in self.fields else None, said)


def _name(budget: BudgetState) -> str:
    return f"{budget.slug}-{budget.period}" if budget.slug else str(budget.period.value)


def _cents(limit: Decimal | None) -> Decimal | None:
    return None if limit is None else round(limit, 2)
