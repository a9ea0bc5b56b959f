"""The form of the budgets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lead_intelligence.spending.models import Period
from lead_intelligence.spending.selectors.budgets import BudgetState
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors

PERIODS = {Period.DAY: _("daily"), Period.MONTH: _("monthly")}


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of the organization or of a vendor."""

    name: str
    fields: Sequence[forms.BoundField]


class BudgetsForm(forms.Form):
    """Budgets of the organization (`day`, `month`) and of each vendor (`apollo-day`, ...); empty is no limit.

    A budget whose field was not sent is kept.
    """

    def __init__(self, data: QueryDict | None = None, *, budgets: Sequence[BudgetState]) -> None:
        super().__init__(data, initial={_name(each): _cents(each.limit) for each in budgets})
        self.budgets = budgets
        for each in budgets:
            field = forms.DecimalField(required=False, min_value=0, max_digits=10, decimal_places=2)
            field.label = f"{each.scope}, {PERIODS[each.period]} (USD)"
            field.widget.attrs |= {
                "class": "form-control form-control-sm num",
                "aria-label": field.label,
                "placeholder": gettext("no limit"),
            }
            self.fields[_name(each)] = field

    @property
    def rows(self) -> Iterator[Row]:
        """Return the rows of the table, each with day and month."""
        for day, month in zip(self.budgets[::2], self.budgets[1::2], strict=True):
            yield Row(day.scope, [self[_name(day)], self[_name(month)]])

    def values(self) -> dict[str | None, dict[Period, Decimal | None]]:
        """Return the entered values for `set_budgets`."""
        entered: dict[str | None, dict[Period, Decimal | None]] = {}
        for each in self.budgets:
            if _name(each) in self.data:
                slug = each.provider.slug if each.provider else None
                entered.setdefault(slug, {})[each.period] = self.cleaned_data[_name(each)]
        return entered

    def refuse(self, error: Invalid) -> None:
        """Show the errors of the service."""
        add_errors(self, error)


def _name(budget: BudgetState) -> str:
    return f"{budget.slug}-{budget.period}" if budget.slug else str(budget.period.value)


def _cents(limit: Decimal | None) -> Decimal | None:
    return None if limit is None else round(limit, 2)
