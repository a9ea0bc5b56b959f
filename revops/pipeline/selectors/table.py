"""The table of deals: tabs and sorting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, CharField, DecimalField, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.kernel.db.counting import count_words
from revops.deals.domain.stages import Stage
from revops.deals.models.choices import DealPriority
from revops.deals.models.deals import DealQuerySet
from revops.deals.selectors.days import today
from revops.forecast.domain.periods import Period
from revops.health.models import HealthLevel
from revops.rates.selectors import rates_on

NEWEST_FIRST = "-created"
_NOT_WELL = (HealthLevel.AT_RISK, HealthLevel.CRITICAL)
# Missing values sort as the latest date, the smallest amount, and before all names.
_NO_DATE, _NO_WORTH, _NO_SCORE = date.max, Decimal(-1), -1
_WORTH: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=30, decimal_places=8)

Rows = Callable[[DealQuerySet, User], DealQuerySet]
TABS: Mapping[str, tuple[str | Promise, Rows]] = {
    "open": (_("Open"), lambda rows, _user: rows.open()),
    "mine": (_("Mine"), lambda rows, user: rows.open().filter(owner=user)),
    "closing": (_("Closing this month"), lambda rows, _user: _closing(rows)),
    "at-risk": (_("At risk"), lambda rows, _user: rows.open().filter(health__level__in=_NOT_WELL)),
    "won": (_("Won"), lambda rows, _user: rows.filter(stage=Stage.CLOSED_WON)),
    "lost": (_("Lost"), lambda rows, _user: rows.filter(stage=Stage.CLOSED_LOST)),
}


@dataclass(frozen=True, slots=True)
class DealTab:
    """A tab of the table with its count."""

    name: str
    label: str
    count: str
    is_current: bool


def of_tab(rows: DealQuerySet, name: str, user: User) -> DealQuerySet:
    """Return the rows of a tab; an unknown name means the first tab.

    Args:
        rows: the deals that the user can see and has filtered.
        name: the key of a tab.
        user: the person who asks, for tabs such as "mine".
    """
    return TABS.get(name, TABS["open"])[1](rows, user)


def deal_tabs(rows: DealQuerySet, user: User, current: str) -> list[DealTab]:
    """Return the tabs with their counts, one query each.

    Args:
        rows: the deals that the user can see and has filtered.
        user: the person who asks.
        current: the key of the selected tab.
    """
    return [
        DealTab(name, str(label), count_words(narrow(rows, user)), name == current)
        for name, (label, narrow) in TABS.items()
    ]


def order_key(name: str) -> str | Combinable:
    """Return the sort key; values are converted to the organization's currency at today's rates."""
    return _by_worth() if name == "value" else _ORDERS[name]


def is_order(name: str) -> bool:
    """Return whether `name` is a sort order, ascending or descending."""
    plain = name.removeprefix("-")
    return plain in _ORDERS or plain == "value"


def _closing(rows: DealQuerySet) -> DealQuerySet:
    month = Period.month_of(today())
    return rows.open().filter(expected_close_on__range=(month.first, month.last))


def _rank(field: str, values: list[str]) -> Case:
    whens = [When(Q(**{field: value}), then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


def _by_worth() -> Case:
    rates = rates_on(today())
    known = {**rates.by_currency, rates.base: Decimal(1)}
    whens = [When(currency=code, then=F("value") * Value(rate)) for code, rate in known.items()]
    return Case(*whens, default=Value(_NO_WORTH), output_field=_WORTH)


_ORDERS: Mapping[str, str | Combinable] = {
    "name": "name",
    "company": Coalesce("company__name", Value(""), output_field=CharField()),
    "stage": _rank("stage", [stage.value for stage in Stage]),
    "close": Coalesce("expected_close_on", Value(_NO_DATE)),
    "owner": Coalesce("owner__name", Value(""), output_field=CharField()),
    "priority": _rank("priority", list(DealPriority.values)),
    "category": "forecast_category",
    "health": Coalesce("health__score", Value(_NO_SCORE), output_field=IntegerField()),
    "created": "created_at",
}
