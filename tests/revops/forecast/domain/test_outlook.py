"""The outlook of a period on a morning."""

import math
from datetime import date
from uuid import UUID

import pytest

from revops.forecast.domain import outlook as outlook_module
from revops.forecast.domain.ledger import LargeRow, Ledger, OpenRow, WonRow, curves_of
from revops.forecast.domain.methods import Chance, OpenDeals
from revops.forecast.domain.outlook import PeriodOutlook, at_least, days_needed, outlook_of
from revops.forecast.domain.periods import Period
from revops.forecast.domain.probabilities import Spell, WinCurve
from revops.forecast.domain.simulation import LargeDeal

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


def test_an_outlook_tells_its_morning_and_how_its_band_did_in_the_past() -> None:
    # December came to three times as much as the months before it.
    won = [*EVEN[:-1], WonRow(ANN, date(2025, 12, 3), None, 300, 1)]
    found = outlook(JANUARY.first, ledger(won))

    assert (found.on, found.won, found.trials) == (JANUARY.first, 0, 8)
    assert found.coverage == 7 / 8
    assert found.high > found.expected > 100


def test_each_method_is_told_with_the_trials_in_which_it_said_something() -> None:
    found = outlook(JANUARY.first, ledger())

    # Eight trials from May on; three months before each, the same place of the quarter was on record.
    assert {part.method: (part.amount, part.n) for part in found.parts} == {
        "naive": (100, 8),
        "mean_of_last_3": (100, 8),
        "seasonal_naive": (100, 8),
        "seasonal_mean": (100, 8),
    }


def test_a_past_that_is_too_short_for_a_trial_still_gives_an_outlook() -> None:
    found = outlook(JANUARY.first, ledger([WonRow(ANN, date(2025, 12, 3), None, 100, 1)]))

    assert (found.expected, found.trials, found.coverage) == (pytest.approx(100), 0, None)
    assert [(part.method, part.n) for part in found.parts] == [("mean_of_last_3", 0), ("naive", 0)]


def test_trials_need_a_period_before_them_to_learn_from() -> None:
    won = [WonRow(ANN, date(2025, month, 3), None, 100, 1) for month in (10, 11, 12)]

    # November and December can be forecast from what was before them; October cannot.
    assert outlook(JANUARY.first, ledger(won)).trials == 2


def test_a_trial_counts_only_what_came_after_its_day() -> None:
    # All of each month is won on the 3rd: by the fourth morning nothing more comes, in no trial either.
    found = outlook(date(2026, 1, 4), ledger())

    assert (found.won, found.expected) == (0, 0)
    assert (found.trials, found.coverage) == (8, 1)


def test_other_peoples_deals_do_not_count() -> None:
    others = [WonRow(BOB, row.on, None, 9_999, 1) for row in EVEN]
    deals = {JANUARY.first: [OpenRow(BOB, OpenDeals("demo", 1, 1, 5000, 25_000_000), 9)]}
    large = {JANUARY.first: [LargeRow(BOB, "demo", 1, 5000)]}

    assert outlook(JANUARY.first, ledger([*EVEN, *others], open_rows=deals, large_rows=large)) == outlook(
        JANUARY.first, ledger()
    )


def test_the_outlook_of_the_next_period_expects_nothing_that_is_won_before_it() -> None:
    # On 1 December the whole of January is to come, and December's win is not part of it.
    found = outlook(date(2025, 12, 1), ledger())

    assert (found.won, found.expected) == (0, pytest.approx(100))
    assert found.trials == 8


# All deals of this curve are won on their twentieth day, or half of them.
SURE = WinCurve([Spell(20, True, 10**9)], 1.0)
EVEN_CHANCE = WinCurve([Spell(20, True, 10**9), Spell(20, False, 10**9)], 0.5)


def with_open_deals(curve: WinCurve, *values: float, large: list[LargeRow] | None = None) -> PeriodOutlook:
    """The outlook of open deals a day old after one month without a win of any size.

    Two methods look back and say 0. The pipeline is believed to 256 of 635 parts: 40%.
    """
    first = JANUARY.first
    squares = sum(value**2 for value in values)
    rows = [OpenRow(ANN, OpenDeals("demo", 1, len(values), sum(values), squares), 0)]
    listed = [LargeRow(ANN, "demo", 1, value) for value in values] if large is None else large
    known = ledger(
        [WonRow(ANN, date(2025, 12, 3), None, 0, 1)],
        open_rows={first: rows},
        large_rows={first: listed},
        curves={first: {**curves_of({}), "demo": curve}},
    )
    return outlook(first, known)


def test_open_deals_are_expected_as_far_as_the_pipeline_is_believed() -> None:
    found = with_open_deals(SURE, 1000)
    beliefs = {"pipeline": 0.25**-4, "mean_of_last_3": 0.25**-4, "naive": 0.3**-4}

    assert {part.method: part.amount for part in found.parts} == {
        "pipeline": pytest.approx(1000),
        "mean_of_last_3": 0,
        "naive": 0,
    }
    assert found.expected == pytest.approx(1000 * beliefs["pipeline"] / sum(beliefs.values()))


def test_a_large_deal_is_drawn_by_itself_and_not_counted_among_the_others_again() -> None:
    # The pipeline makes the upper 40% of the draws: its third quarter is the end of the band.
    end = math.exp(0.25 * 0.6745)

    assert with_open_deals(SURE, 1000).high == pytest.approx(1000 * end, rel=0.04)
    assert with_open_deals(SURE, 1000, 500).high == pytest.approx(1500 * end, rel=0.04)


def test_a_large_deal_is_won_or_not_while_the_others_come_to_about_their_mean() -> None:
    by_itself = with_open_deals(EVEN_CHANCE, 1000)
    among_others = with_open_deals(EVEN_CHANCE, 1000, large=[])

    # It is won in a fifth of all draws; half of these are above what it is worth.
    assert by_itself.high == pytest.approx(1000, rel=0.06)
    # The third quarter of a normal distribution around 500, with a deviation of 500, and a bit of spread.
    assert 750 < among_others.high < 930


def test_the_largest_deals_are_drawn_whatever_their_place_in_the_list() -> None:
    small = [1.0] * 25

    found = with_open_deals(EVEN_CHANCE, *small, 1000)

    assert found.high == pytest.approx(1012, rel=0.06)


def test_large_deals_of_other_people_are_not_drawn() -> None:
    others = [LargeRow(BOB, "demo", 1, 90_000), LargeRow(ANN, "demo", 1, 1000)]

    assert with_open_deals(SURE, 1000, large=others) == with_open_deals(SURE, 1000)


@pytest.mark.parametrize(
    ("closed", "numbers"),
    [(79, (80, 100, 130)), (90, (90, 100, 130)), (120, (120, 120, 130)), (131, (131, 131, 131))],
)
def test_no_number_of_an_outlook_is_below_what_is_closed(closed: float, numbers) -> None:
    raised = at_least(PeriodOutlook(JANUARY.first, 7, 100, 80, 130, [], 0.75, 8), closed)

    assert (raised.low, raised.expected, raised.high) == numbers
    # What the methods said in the morning stays as it was.
    assert (raised.won, raised.coverage, raised.trials) == (7, 0.75, 8)


@pytest.mark.parametrize(
    ("large", "rest"),
    [
        ([], Chance(900, 5000)),
        # 80% of 100 are 80, with a variance of 80% times 20% of 100 squared.
        ([LargeDeal(100, 0.8)], Chance(820, 3400)),
        ([LargeDeal(100, 0.8), LargeDeal(10, 0.5)], Chance(815, 3375)),
        # What is certain has a mean and no variance.
        ([LargeDeal(300, 1.0), LargeDeal(70, 0.0)], Chance(600, 5000)),
        # The sums of the others are rounded: less than nothing does not remain.
        ([LargeDeal(1000, 0.95)], Chance(0, 0)),
    ],
)
def test_what_is_left_of_many_deals_is_without_the_mean_and_the_variance_of_the_large(large, rest) -> None:
    found = outlook_module._without(Chance(900, 5000), large)

    assert (found.mean, found.variance) == (pytest.approx(rest.mean), pytest.approx(rest.variance))


def test_where_nothing_is_open_nothing_is_left() -> None:
    assert outlook_module._without(None, [LargeDeal(100, 0.8)]) is None


def test_the_twenty_largest_deals_are_drawn_one_by_one() -> None:
    assert outlook_module.DRAWN_ONE_BY_ONE == 20
