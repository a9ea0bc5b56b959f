"""The changes of the open deals of a period between two times; they add up exactly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import Category, Stage
from revops.forecast.domain.periods import Period


class Change(StrEnum):
    """Why the sum of open deals of a period changed."""

    NEW = "new"
    REOPENED = "reopened"
    MOVED_IN = "moved_in"
    TAKEN_OVER = "taken_over"
    GROWN = "grown"
    SHRUNK = "shrunk"
    PUSHED_OUT = "pushed_out"
    PULLED_FORWARD = "pulled_forward"
    WON_ELSEWHERE = "won_elsewhere"
    HANDED_OVER = "handed_over"
    OMITTED = "omitted"
    LOST = "lost"
    WON = "won"


_ENDS = {Stage.CLOSED_LOST.value: Change.LOST, Stage.CLOSED_WON.value: Change.WON_ELSEWHERE}


def labels() -> Mapping[Change, str]:
    """Return the names of the changes in the current language."""
    return {
        Change.NEW: _("New"),
        Change.REOPENED: _("Reopened"),
        Change.MOVED_IN: _("Moved in"),
        Change.TAKEN_OVER: _("Reassigned from others"),
        Change.GROWN: _("Value increased"),
        Change.SHRUNK: _("Value decreased"),
        Change.PUSHED_OUT: _("Postponed"),
        Change.PULLED_FORWARD: _("Moved to an earlier period"),
        Change.WON_ELSEWHERE: _("Won in another period"),
        Change.HANDED_OVER: _("Reassigned to others"),
        Change.OMITTED: _("Omitted"),
        Change.LOST: _("Lost"),
        Change.WON: _("Won"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class DealState:
    """A deal at a given time. `amount` is in the organization's currency, None without an exchange rate."""

    id: UUID
    name: str
    stage: str
    category: str
    value: Decimal
    currency: str
    amount: Decimal | None
    expected_close_on: date | None
    closed_on: date | None
    owner_id: UUID | None
    created_at: datetime

    def open_in(self, period: Period) -> bool:
        """Whether the deal is open and forecast for the period."""
        is_open = self.stage not in {Stage.CLOSED_WON, Stage.CLOSED_LOST}
        due = self.expected_close_on is not None and self.expected_close_on in period
        return is_open and due and self.category != Category.OMITTED

    def won_in(self, period: Period) -> bool:
        """Whether the deal was won in the period."""
        return self.stage == Stage.CLOSED_WON and self.closed_on is not None and self.closed_on in period

    @property
    def counted(self) -> Decimal:
        """The amount to add to sums; 0 without an exchange rate."""
        return self.amount or Decimal(0)


@dataclass(frozen=True, slots=True)
class Step:
    """The change of the sum by one deal, and its kind."""

    change: Change
    deal: DealState
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ChangeSum:
    """All steps of one kind, largest first."""

    change: Change
    amount: Decimal
    steps: Sequence[Step]

    @property
    def label(self) -> str:
        """The name of the change."""
        return labels()[self.change]


@dataclass(frozen=True, slots=True)
class Movement:
    """The changes `sums` from the sum `then` to the sum `now` of the open deals of a period."""

    then: Decimal
    now: Decimal
    sums: Sequence[ChangeSum]


def movement(
    pairs: Iterable[tuple[DealState | None, DealState | None]],
    period: Period,
    since: datetime,
    *,
    unchanged: Decimal = Decimal(0),
) -> Movement:
    """Return the changes between two times.

    Args:
        pairs: each deal at `since` and now; None if it did not exist or belonged to other owners.
        unchanged: the sum of open deals that did not change.
    """
    then = now = unchanged
    by_change = defaultdict[Change, list[Step]](list)
    for before, after in pairs:
        then += _counted(before, period)
        now += _counted(after, period)
        for step in steps(before, after, period, since):
            by_change[step.change].append(step)
    return Movement(then, now, [_sum(change, by_change[change]) for change in Change if change in by_change])


def steps(
    before: DealState | None, after: DealState | None, period: Period, since: datetime
) -> Iterator[Step]:
    """Yield the changes of the sum by one deal: added, changed in value, removed."""
    was_in, is_in = bool(before and before.open_in(period)), bool(after and after.open_in(period))
    # A deal that was won before is not among the open deals at either time.
    is_won = bool(after and after.won_in(period)) and not (before and before.won_in(period))
    if after and not was_in and (is_in or is_won):
        yield Step(_came(before, after, since), after, after.counted)
    if before and after and was_in and (is_in or is_won) and after.counted != before.counted:
        by = after.counted - before.counted
        yield Step(Change.GROWN if by > 0 else Change.SHRUNK, after, by)
    if after and is_won:
        yield Step(Change.WON, after, -after.counted)
    elif before and was_in and not is_in:
        yield Step(_left(after, period), after or before, -before.counted)


def _counted(deal: DealState | None, period: Period) -> Decimal:
    return deal.counted if deal and deal.open_in(period) else Decimal(0)


def _left(after: DealState | None, period: Period) -> Change:
    if after is None:
        return Change.HANDED_OVER
    if after.stage in _ENDS:
        return _ENDS[after.stage]
    if after.category == Category.OMITTED:
        return Change.OMITTED
    is_earlier = after.expected_close_on is not None and after.expected_close_on < period.first
    return Change.PULLED_FORWARD if is_earlier else Change.PUSHED_OUT


def _came(before: DealState | None, after: DealState, since: datetime) -> Change:
    if after.created_at > since:
        return Change.NEW
    if before is None:
        return Change.TAKEN_OVER
    return Change.REOPENED if before.closed_on else Change.MOVED_IN


def _sum(change: Change, found: list[Step]) -> ChangeSum:
    found.sort(key=lambda step: (-abs(step.amount), step.deal.name))
    return ChangeSum(change, sum((step.amount for step in found), Decimal(0)), found)
