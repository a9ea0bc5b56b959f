"""The ledger of the forecast, from the history of deals, in four queries for any number of days."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from revops.deals.domain.stages import CLOSED, OPEN, Stage
from revops.deals.selectors.days import organization_zone
from revops.forecast.domain.ledger import NEW, RECENT_DAYS, LargeRow, Ledger, OpenRow, WonRow, curves_of
from revops.forecast.domain.methods import OpenDeals
from revops.forecast.domain.outlook import DRAWN_ONE_BY_ONE
from revops.forecast.domain.probabilities import Spell
from revops.forecast.selectors.history import as_of, rows_of
from revops.forecast.selectors.ledger_sql import LARGE_DEALS, OPEN_DEALS, SPELLS, WON
from revops.forecast.selectors.scope import EVERYBODY

# Older wins and stages say little about the present.
REMEMBERED = timedelta(days=3 * 366)
DAYS_PER_WEEK = 7

Row = Mapping[str, Any]
T = TypeVar("T")


def read_ledger(days: Iterable[date]) -> Ledger:
    """Return what was known of all deals on the mornings of these days."""
    by_moment = {_eve(day): day for day in days}
    moments = sorted(by_moment)
    deals = as_of(moments, EVERYBODY, since=moments[0] - timedelta(days=RECENT_DAYS))
    recent = {"recent": timedelta(days=RECENT_DAYS)}
    # Deals are drawn one by one for the last day only. The earlier days are trials.
    latest = deals | {"moments": moments[-1:], "most": DRAWN_ONE_BY_ONE}
    remembered = _remembered(moments)
    spells = _spells(rows_of(SPELLS, remembered), by_moment)
    return Ledger(
        open_rows=_by_day(rows_of(OPEN_DEALS, deals | recent), by_moment, _open_row),
        large_rows=_by_day(rows_of(LARGE_DEALS, latest), by_moment, _large_row),
        curves={day: curves_of(by_stage) for day, by_stage in spells.items()},
        won=[_won_row(row) for row in rows_of(WON, remembered)],
    )


def spells_known(on: date) -> Mapping[str, Sequence[Spell]]:
    """Return by stage how long deals were open since they entered it, and how they ended, as of a morning."""
    moment = _eve(on)
    return _spells(rows_of(SPELLS, _remembered([moment])), {moment: on}).get(on, {})


def _remembered(moments: Sequence[datetime]) -> dict[str, Any]:
    return {
        **as_of(moments, EVERYBODY, since=moments[0] - REMEMBERED),
        "won": Stage.CLOSED_WON.value,
        "open": [stage.value for stage in OPEN],
        "closed": [stage.value for stage in CLOSED],
    }


def _eve(day: date) -> datetime:
    """Return the last moment before a day: facts of the day are unknown on its morning."""
    return datetime.combine(day, time.min, organization_zone()) - timedelta(microseconds=1)


def _by_day(
    rows: Iterable[Row], days: Mapping[datetime, date], made: Callable[[Row], T]
) -> dict[date, list[T]]:
    found = defaultdict[date, list[T]](list)
    for row in rows:
        found[days[row["at"]]].append(made(row))
    return found


def _spells(rows: Iterable[Row], days: Mapping[datetime, date]) -> dict[date, dict[str, list[Spell]]]:
    found: dict[date, dict[str, list[Spell]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        spell = Spell(_age(row["weeks"]), row["won"], row["deals"])
        by_stage = found[days[row["at"]]]
        by_stage[row["stage"]].append(spell)
        if row["is_new"]:
            by_stage[NEW].append(spell)
    return found


def _open_row(row: Row) -> OpenRow:
    deals = None
    if row["stage"] is not None:
        sums = (row["deals"], float(row["value"]), float(row["squares"]))
        deals = OpenDeals(row["stage"], _age(row["weeks"]), *sums)
    return OpenRow(row["owner_id"], deals, row["recent"])


def _large_row(row: Row) -> LargeRow:
    return LargeRow(row["owner_id"], row["stage"], _age(row["weeks"]), float(row["amount"]))


def _won_row(row: Row) -> WonRow:
    return WonRow(row["owner_id"], row["on_day"], row["opened_on"], float(row["amount"]), row["deals"])


def _age(weeks: int) -> int:
    """Return the days until the middle of the last week."""
    return weeks * DAYS_PER_WEEK + DAYS_PER_WEEK // 2
