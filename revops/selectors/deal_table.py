"""Deals as a table: its tabs, and the orders that it can be put into."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Case, CharField, DecimalField, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from mauntic.accounts.models import User
from mauntic.kernel.counting import count_words
from revops.domain.periods import Period
from revops.domain.stages import Stage
from revops.models import Deal, DealPriority, DealQuerySet, HealthLevel
from revops.selectors.rates import rates_on
from revops.selectors.standing import Standing, yardstick

NEWEST_FIRST = "-created"
_NOT_WELL = (HealthLevel.AT_RISK, HealthLevel.CRITICAL)
# What is not known sorts as the last of all dates, the least of all amounts, before all names.
_NO_DATE, _NO_WORTH, _NO_SCORE = date.max, Decimal(-1), -1
_WORTH: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=30, decimal_places=8)

Rows = Callable[[DealQuerySet, User], DealQuerySet]
TABS: Mapping[str, tuple[str, Rows]] = {
    "open": ("Open", lambda rows, _: rows.open()),
    "mine": ("Mine", lambda rows, user: rows.open().filter(owner=user)),
    "closing": ("Closing this month", lambda rows, _: _closing(rows)),
    "at-risk": ("At risk", lambda rows, _: rows.open().filter(health__level__in=_NOT_WELL)),
    "won": ("Won", lambda rows, _: rows.filter(stage=Stage.CLOSED_WON)),
    "lost": ("Lost", lambda rows, _: rows.filter(stage=Stage.CLOSED_LOST)),
}


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal in the table, and where it stands."""

    deal: Deal
    standing: Standing

    @property
    def reason(self) -> str:
        """What weighs most in its health, in a few words."""
        health = getattr(self.deal, "health", None)
        return health.flags[0]["label"] if health and health.flags else ""


@dataclass(frozen=True, slots=True)
class DealTab:
    """A tab of the table, with its count in words."""

    name: str
    label: str
    count: str
    is_current: bool


def deal_rows(deals: Iterable[Deal], at: datetime) -> list[DealRow]:
    """Deals of `whole` as rows of the table; no query of their own."""
    measure = yardstick(at)
    return [DealRow(deal, measure.of(deal)) for deal in deals]


def whole(rows: DealQuerySet) -> DealQuerySet:
    """The rows with all that the table shows."""
    return rows.select_related("company", "contact", "owner", "health")


def of_tab(rows: DealQuerySet, name: str, user: User) -> DealQuerySet:
    """The rows of a tab; an unknown one is the first."""
    _, narrow = TABS.get(name, TABS["open"])
    return narrow(rows, user)


def deal_tabs(rows: DealQuerySet, user: User, current: str) -> list[DealTab]:
    """The tabs with their counts, one query each."""
    return [
        DealTab(name, label, count_words(narrow(rows, user)), name == current)
        for name, (label, narrow) in TABS.items()
    ]


def order_key(name: str) -> str | Combinable:
    """What the rows are ordered by; money as it is worth in the organization's own currency today."""
    return _by_worth() if name == "value" else _ORDERS[name]


def is_order(name: str) -> bool:
    """Whether the table can be ordered so, either way round."""
    plain = name.removeprefix("-")
    return plain in _ORDERS or plain == "value"


def _closing(rows: DealQuerySet) -> DealQuerySet:
    month = Period.month_of(timezone.localdate())
    return rows.open().filter(expected_close_on__range=(month.first, month.last))


def _rank(field: str, values: list[str]) -> Case:
    whens = [When(Q(**{field: value}), then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


def _by_worth() -> Case:
    rates = rates_on(timezone.localdate())
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
