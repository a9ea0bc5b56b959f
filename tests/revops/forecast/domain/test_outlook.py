"""The outlook of a period on a morning."""

import math
from datetime import date
from uuid import UUID

import pytest

from revops.forecast.domain.ledger import LargeRow, Ledger, OpenRow, WonRow
from revops.forecast.domain.methods import OpenDeals
from revops.forecast.domain.outlook import PeriodOutlook, at_least, days_needed, outlook_of
from revops.forecast.domain.periods import Period

ANN, BOB = UUID(int=1), UUID(int=2)
JANUARY = Period.parse("2026-01")
EVEN = [WonRow(ANN, date(2025, month, 3), None, 100, 1) for month in range(1, 13)]


def ledger(won=EVEN, **rows) -> Ledger:
    return Ledger(**{"open_rows": {}, "large_rows": {}, "curves": {}, "won": won} | rows)


def outlook(on: date, known: Ledger, owner: UUID = ANN) -> PeriodOutlook | None:
    return outlook_of(known, JANUARY, on, lambda each: each == owner)


def test_even_months_go_on_evenly_and_every_earlier_month_lies_in_its_band() -> None:
    found = outlook(JANUARY.first, ledger())
    assert (found.won, found.expected, found.trials, found.coverage) == (0, pytest.approx(100), 8, 1)
    assert found.low < 100 < found.high
    assert sum(part.weight for part in found.parts) == pytest.approx(1)


def test_what_is_won_is_certain_and_the_days_that_are_over_are_not_expected_again() -> None:
    won = [*EVEN, WonRow(ANN, date(2026, 1, 3), None, 70, 1)]
    found = outlook(date(2026, 1, 4), ledger(won))
    assert (found.won, found.expected, found.low, found.high) == (70, 70, 70, 70)


def test_without_a_whole_earlier_period_there_is_no_outlook() -> None:
    assert outlook(JANUARY.first, ledger([WonRow(ANN, date(2025, 12, 9), None, 100, 1)])) is None
    assert outlook(JANUARY.first, ledger(), owner=BOB) is None


def test_open_deals_are_one_voice_among_the_methods() -> None:
    deals = {JANUARY.first: [OpenRow(ANN, OpenDeals("negotiation", 1, 1, 5000, 25_000_000), 0)]}
    large = {JANUARY.first: [LargeRow(ANN, "negotiation", 1, 5000)]}
    found = outlook(JANUARY.first, ledger(open_rows=deals, large_rows=large))
    # 90% of 5,000 in the long run; of these what a curve of 60 days brings in 31.
    amounts = {part.method: part.amount for part in found.parts}
    assert amounts.pop("pipeline") == pytest.approx(0.9 * 5000 * (1 - math.exp(-31 / 60)))
    assert set(amounts.values()) == {100}
    assert found.expected == pytest.approx(sum(part.weight * part.amount for part in found.parts))


def test_what_is_closed_meanwhile_raises_every_number_to_at_least_that() -> None:
    found = PeriodOutlook(JANUARY.first, 0, 100, 80, 130, [], None, 0)
    raised = at_least(found, 110)
    assert (raised.low, raised.expected, raised.high) == (110, 110, 130)
    assert at_least(found, 10) == found
    assert at_least(None, 10) is None


def test_the_ledger_must_know_the_trials_days_and_the_morning_itself() -> None:
    needed = days_needed(JANUARY, date(2026, 1, 5))
    assert needed == [date(2025, month, 5) for month in range(5, 13)] + [date(2026, 1, 5)]
