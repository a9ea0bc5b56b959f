"""The board: open deals by stage, and what each column is worth."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, DecimalField, F, Q, Sum

from mauntic.kernel.paging import Keyset, Page
from mauntic.tenants.context import current_organization
from revops.domain.conversion import Rates, Total
from revops.domain.periods import Period
from revops.domain.stages import CLOSED, OPEN
from revops.models import Deal, DealQuerySet, DealStage
from revops.selectors.cards import Card, cards_of
from revops.selectors.rates import rates_on
from revops.selectors.standing import today

SHOWN = 30
_WORTH: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=30, decimal_places=5)


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
    """The columns of these stages; a closed one has no cards. A query for each, and four for them all."""
    tops = heads(rows, stages, at)
    pages = {head.stage: _page(rows, head.stage) for head in tops if not head.is_closed}
    cards = cards_of(rows, (pk for page in pages.values() for pk in _ids(page)), at)
    return [
        Column(head, _in_order(pages[head.stage], cards), pages[head.stage].after)
        if head.stage in pages
        else Column(head, [], "")
        for head in tops
    ]


def next_cards(rows: DealQuerySet, stage: str, at: datetime, *, after: str = "") -> tuple[list[Card], str]:
    """The next cards of a stage, and the token of those that follow; empty where none do."""
    page = _page(rows, stage, after)
    return _in_order(page, cards_of(rows, _ids(page), at)), page.after


def _page(rows: DealQuerySet, stage: str, after: str = "") -> Page[Deal]:
    column = rows.filter(stage=stage).only("position")
    return Keyset(column, "position", descending=False, size=SHOWN).page(after=after)


def _ids(page: Page[Deal]) -> list[UUID]:
    return [deal.pk for deal in page.rows]


def _in_order(page: Page[Deal], cards: Mapping[UUID, Card]) -> list[Card]:
    # Whoever is moved by somebody else between two queries is left out.
    return [cards[pk] for pk in _ids(page) if pk in cards]


def heads(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> list[Head]:
    """Counts and sums of stages, converted as of today: won and lost ones of this month only. Two queries."""
    wanted = list(stages)
    sums = _sums(_within(rows, wanted, at))
    rates = rates_on(today(at))
    return [_head(DealStage(stage), sums.get(stage, ()), rates) for stage in wanted]


_Sum = tuple[str, int, Decimal, Decimal]


def _within(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> DealQuerySet:
    start, _ = Period.month_of(today(at)).bounds(ZoneInfo(current_organization().time_zone))
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
