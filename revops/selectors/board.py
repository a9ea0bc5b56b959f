"""The board: open deals by stage, and what each column is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, Sum

from mauntic.kernel.paging import Keyset
from mauntic.tenants.context import current_organization
from revops.domain.conversion import Rates, Total
from revops.domain.health_facts import Usual
from revops.domain.periods import Period
from revops.domain.stages import CLOSED, OPEN, Stage
from revops.models import Activity, Deal, DealQuerySet, DealStage
from revops.selectors.medians import usual_habits
from revops.selectors.rates import rates_on

SHOWN = 50
# So many times the usual days, a stage takes long.
SLOW_FROM = 1.5
DAY = timedelta(days=1)
_WORTH: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=30, decimal_places=5)


@dataclass(frozen=True, slots=True)
class Card:
    """A deal on the board: how long it is in its stage against what is usual, and what is late."""

    deal: Deal
    age: int
    usual: Usual
    is_overdue: bool
    is_past: bool

    @property
    def is_slow(self) -> bool:
        """Whether it stays clearly longer than is usual."""
        return self.age > self.usual.days * SLOW_FROM

    @property
    def reason(self) -> str:
        """What weighs most in its health, in a few words."""
        flags = self.deal.health.flags if hasattr(self.deal, "health") else []
        return flags[0]["label"] if flags else ""


@dataclass(frozen=True, slots=True)
class Head:
    """What a column says above its cards. `weighted` is value x probability."""

    stage: str
    label: str
    count: int
    total: Total
    weighted: Total

    @property
    def is_closed(self) -> bool:
        """Whether deals end here."""
        return self.stage in CLOSED


@dataclass(frozen=True, slots=True)
class Column:
    """A head with its first cards, or those after a token; `more` is the token of the next ones."""

    head: Head
    cards: Sequence[Card]
    more: str


def columns(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> list[Column]:
    """The columns of these stages; a closed one has no cards. A query for each, and two for the heads."""
    return [
        Column(head, [], "") if head.is_closed else Column(head, *cards(rows, head.stage, at))
        for head in heads(rows, stages, at)
    ]


def cards(rows: DealQuerySet, stage: str, at: datetime, *, after: str = "") -> tuple[list[Card], str]:
    """The next cards of a stage, and the token of those that follow; empty where none do."""
    column = with_marks(rows.filter(stage=stage), at)
    page = Keyset(column, "position", descending=False, size=SHOWN).page(after=after)
    return shown(page.rows, at), page.after


def with_marks(rows: DealQuerySet, at: datetime) -> DealQuerySet:
    """The rows with all that a card shows."""
    overdue = Activity.objects.filter(deal=OuterRef("pk")).overdue(at)
    return rows.select_related("company", "contact", "owner", "health").annotate(has_overdue=Exists(overdue))


def shown(deals: Iterable[Any], at: datetime) -> list[Card]:
    """Deals of `with_marks` as cards."""
    habits, today = usual_habits(), _today(at)
    return [
        Card(
            deal=deal,
            age=(at - deal.stage_entered_at) // DAY,
            usual=habits.in_stage(deal.owner.team_id if deal.owner else None, Stage(deal.stage)),
            is_overdue=deal.has_overdue,
            is_past=deal.is_open and deal.expected_close_on is not None and deal.expected_close_on < today,
        )
        for deal in deals
    ]


def heads(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> list[Head]:
    """Counts and sums of stages, converted as of today: won and lost ones of this month only. Two queries."""
    wanted = list(stages)
    sums = _sums(_within(rows, wanted, at))
    rates = rates_on(_today(at))
    return [_head(DealStage(stage), sums.get(stage, ()), rates) for stage in wanted]


_Sum = tuple[str, int, Decimal, Decimal]


def _within(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> DealQuerySet:
    zone = ZoneInfo(current_organization().time_zone)
    start, _ = Period.month_of(at.astimezone(zone).date()).bounds(zone)
    return rows.filter(Q(stage__in=OPEN) | Q(closed_at__gte=start), stage__in=stages)


def _sums(rows: DealQuerySet) -> Mapping[str, Sequence[_Sum]]:
    """By stage: currency, count, value, weighted value."""
    grouped = rows.order_by().values_list("stage", "currency")
    counted = grouped.annotate(
        Count("pk"),
        Sum("value"),
        weighted=Sum(F("value") * F("probability"), output_field=_WORTH),
    )
    sums: dict[str, list[_Sum]] = {}
    for stage, *each in counted:
        sums.setdefault(stage, []).append(tuple(each))
    return sums


def _head(stage: DealStage, sums: Sequence[_Sum], rates: Rates) -> Head:
    return Head(
        stage=stage.value,
        label=str(stage.label),
        count=sum(count for _, count, _, _ in sums),
        total=rates.total((currency, value) for currency, _, value, _ in sums),
        weighted=rates.total((currency, weighted) for currency, _, _, weighted in sums),
    )


def _today(at: datetime) -> date:
    return at.astimezone(ZoneInfo(current_organization().time_zone)).date()


def above_after_step(rows: DealQuerySet, deal: Deal, *, upwards: bool) -> Deal | None:
    """The deal that `deal` is to stand below after one step up or down its column; None is on top."""
    column = rows.filter(stage=deal.stage)
    before = Q(position__lt=deal.position) | Q(position=deal.position, pk__lt=deal.pk)
    above = column.filter(before).order_by("-position", "-pk")
    if upwards:
        return above[1:2].first()
    behind = Q(position__gt=deal.position) | Q(position=deal.position, pk__gt=deal.pk)
    # The last deal stays where it is: below the one above it.
    return column.filter(behind).order_by("position", "pk").first() or above.first()
