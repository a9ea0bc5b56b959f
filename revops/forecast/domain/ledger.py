"""An organization's history, from which is told what was known of some people's deals on a morning."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from revops.deals.domain.stages import OPEN, PROBABILITIES, Stage
from revops.forecast.domain.methods import Known, Newcomers, OpenDeals
from revops.forecast.domain.probabilities import Spell, WinCurve
from revops.forecast.domain.won import WonByDay

NEW = "new"
"""The stage of spells that begin with the deal itself."""

# New deals a day are counted over the last so many days.
RECENT_DAYS = 90
Owner = UUID | None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open deals of one owner, stage and age; `recent` counts those that began of late, open or not."""

    owner_id: Owner
    deals: OpenDeals | None
    recent: int


@dataclass(frozen=True, slots=True)
class WonRow:
    """What one owner won on a day, and the day on which these deals were opened again (None: never)."""

    owner_id: Owner
    on: date
    opened_on: date | None
    amount: float
    count: int


@dataclass(frozen=True, slots=True)
class LargeRow:
    """One of the largest open deals of its owner."""

    owner_id: Owner
    stage: str
    age: int
    value: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows by the morning on which they were known; `curves` are of the whole organization."""

    open_rows: Mapping[date, Sequence[OpenRow]]
    large_rows: Mapping[date, Sequence[LargeRow]]
    curves: Mapping[date, Mapping[str, WinCurve]]
    won: Sequence[WonRow]

    def won_until(self, on: date, has: Callable[[Owner], bool]) -> WonByDay:
        """What those people had won by the morning of `on`, as it was known then."""
        amounts = defaultdict[date, float](float)
        for row in self._known_wins(on, has):
            amounts[row.on] += row.amount
        return WonByDay(amounts, on)

    def known(self, on: date, has: Callable[[Owner], bool]) -> Known:
        """What was known of those people's deals on the morning of `on`, one of the ledger's days."""
        rows = [row for row in self.open_rows.get(on, ()) if has(row.owner_id)]
        curves = self.curves.get(on) or curves_of({})
        recent = sum(row.recent for row in rows) / RECENT_DAYS
        return Known(
            on=on,
            won=self.won_until(on, has),
            open_deals=_merged([row.deals for row in rows if row.deals]),
            curves=curves,
            newcomers=Newcomers(recent, self._mean_value(on, has), curves[NEW]),
            stage_weights={stage.value: float(PROBABILITIES[stage]) for stage in OPEN},
        )

    def _known_wins(self, on: date, has: Callable[[Owner], bool]) -> list[WonRow]:
        return [
            row
            for row in self.won
            if row.on < on and has(row.owner_id) and not (row.opened_on and row.opened_on < on)
        ]

    def _mean_value(self, on: date, has: Callable[[Owner], bool]) -> float:
        wins = self._known_wins(on, has) or self._known_wins(on, lambda _: True)
        count = sum(row.count for row in wins)
        return sum(row.amount for row in wins) / count if count else 0.0


def curves_of(spells: Mapping[str, Sequence[Spell]]) -> dict[str, WinCurve]:
    """The chances by stage; where there is no history yet they are the prior alone."""
    priors = {stage.value: float(PROBABILITIES[stage]) for stage in OPEN}
    priors[NEW] = priors[Stage.PROSPECTING]
    return {stage: WinCurve(spells.get(stage, ()), prior) for stage, prior in priors.items()}


def _merged(deals: list[OpenDeals]) -> list[OpenDeals]:
    """Deals of several owners as one where stage and age are the same."""
    key = attrgetter("stage", "age")
    return [
        OpenDeals(
            stage, age, sum(e.count for e in same), sum(e.value for e in same), sum(e.squares for e in same)
        )
        for (stage, age), group in groupby(sorted(deals, key=key), key)
        if (same := list(group))
    ]
