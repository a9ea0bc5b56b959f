"""The board: deals by stage, with the totals of each column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, F, Q, Sum

from mauntic.kernel.db.paging import Keyset, Page
from revops.deals.domain.stages import CLOSED, OPEN
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal, DealQuerySet
from revops.deals.selectors.days import organization_zone, today
from revops.forecast.domain.periods import Period
from revops.pipeline.selectors.cards import Card, cards_of
from revops.rates.domain import Rates, Total
from revops.rates.selectors import rates_on

SHOWN = 30
_WORTH: "DecimalField[Decimal, Decimal]" = DecimalField(max_digits=30, decimal_places=5)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. `weighted` is value x probability."""

    stage: str
    label: str
    count: int
    total: Total
    weighted: Total

    @property
    def is_closed(self) -> bool:
        """Whether the stage is won or lost."""
        return self.stage in CLOSED

    @property
    def tab(self) -> str:
        """The tab of the table that has the deals of a closed stage."""
        return self.stage.removeprefix("closed_")


@dataclass(frozen=True, slots=True)
class Column:
    """A head with a page of cards. `more` is the token of the next page, or empty."""

    head: Head
    cards: Sequence[Card]
    more: str


def columns(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> list[Column]:
    """Return the columns of these stages; closed ones have no cards. One query per stage, plus four.

    Args:
        rows: the deals that the user can see and has filtered.
        stages: values of `Stage`, in the order of the board.
        at: the time by which cards are overdue.
    """
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
    """Return the next cards of a stage, and the token of the page after; empty on the last page.

    Args:
        rows: the deals that the user can see and has filtered.
        stage: a value of `Stage`.
        at: the time by which cards are overdue.
        after: the token from the previous page; empty for the first page.
    """
    page = _page(rows, stage, after)
    return _in_order(page, cards_of(rows, _ids(page), at)), page.after


def _page(rows: DealQuerySet, stage: str, after: str = "") -> Page[Deal]:
    column = rows.filter(stage=stage).only("position")
    return Keyset(column, "position", descending=False, size=SHOWN).page(after=after)


def _ids(page: Page[Deal]) -> list[UUID]:
    return [deal.pk for deal in page.rows]


def _in_order(page: Page[Deal], cards: Mapping[UUID, Card]) -> list[Card]:
    # A deal that somebody moves between the two queries is left out.
    return [cards[pk] for pk in _ids(page) if pk in cards]


def heads(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> list[Head]:
    """Return counts and sums of stages at today's rates; won and lost of this month only. Two queries.

    Args:
        rows: the deals that the user can see and has filtered.
        stages: values of `Stage`, in the order of the board.
        at: its day selects the exchange rates, its month the closed deals.
    """
    wanted = list(stages)
    sums = _sums(_within(rows, wanted, at))
    rates = rates_on(today(at))
    return [_head(DealStage(stage), sums.get(stage, ()), rates) for stage in wanted]


_Sum = tuple[str, int, Decimal, Decimal]


def _within(rows: DealQuerySet, stages: Iterable[str], at: datetime) -> DealQuerySet:
    start, _ = Period.month_of(today(at)).bounds(organization_zone())
    return rows.filter(Q(stage__in=OPEN) | Q(closed_at__gte=start), stage__in=stages)


def _sums(rows: DealQuerySet) -> Mapping[str, Sequence[_Sum]]:
    """Return currency, count, value and weighted value by stage."""
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
    """Return the deal to place `deal` below to move it one step in its column; None for the top.

    Args:
        rows: the deals that the board shows.
        deal: the deal to move.
        upwards: False moves it down.
    """
    column = rows.filter(stage=deal.stage)
    before = Q(position__lt=deal.position) | Q(position=deal.position, pk__lt=deal.pk)
    above = column.filter(before).order_by("-position", "-pk")
    if upwards:
        return above[1:2].first()
    behind = Q(position__gt=deal.position) | Q(position=deal.position, pk__gt=deal.pk)
    # The last deal stays where it is: below the one above it.
    return column.filter(behind).order_by("position", "pk").first() or above.first()
