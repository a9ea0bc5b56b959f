"""What was known of some people's deals on a morning."""

from datetime import date
from uuid import UUID

import pytest

from revops.forecast.domain.ledger import LargeRow, Ledger, OpenRow, WonRow, curves_of
from revops.forecast.domain.methods import OpenDeals
from revops.forecast.domain.probabilities import Spell

ANN, BOB, CY = (UUID(int=number) for number in (1, 2, 3))
MORNING = date(2026, 1, 15)
LEDGER = Ledger(
    open_rows={
        MORNING: [
            OpenRow(ANN, OpenDeals("demo", 5, 1, 10, 100), 1),
            OpenRow(ANN, None, 4),
            OpenRow(BOB, OpenDeals("demo", 5, 2, 30, 500), 0),
            OpenRow(None, OpenDeals("demo", 6, 1, 7, 49), 0),
        ]
    },
    large_rows={MORNING: [LargeRow(ANN, "demo", 5, 10)]},
    curves={},
    won=[
        WonRow(ANN, date(2026, 1, 5), None, 100, 1),
        WonRow(ANN, date(2026, 1, 10), date(2026, 1, 20), 50, 1),
        WonRow(BOB, date(2026, 1, 7), None, 1050, 2),
    ],
)


def of(*owners: UUID | None):
    return lambda owner: owner in owners


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        (5, {}),
        (6, {5: 100}),
        (11, {5: 100, 10: 50}),
        # A deal that was reopened on the 20th counts as won up to that morning.
        (20, {5: 100, 10: 50}),
        (21, {5: 100}),
    ],
)
def test_a_win_is_known_from_the_next_morning_until_its_deal_is_reopened(
    day: int, amounts: dict[int, float]
) -> None:
    won = LEDGER.won_until(date(2026, 1, day), of(ANN))
    assert won.amounts == {date(2026, 1, each): amount for each, amount in amounts.items()}


def test_deals_of_several_people_are_merged_by_stage_and_age() -> None:
    known = LEDGER.known(MORNING, of(ANN, BOB, None))
    assert list(known.open_deals) == [OpenDeals("demo", 5, 3, 40, 600), OpenDeals("demo", 6, 1, 7, 49)]


def test_only_the_deals_of_these_people_count() -> None:
    known = LEDGER.known(MORNING, of(BOB))
    assert list(known.open_deals) == [OpenDeals("demo", 5, 2, 30, 500)]
    assert (known.newcomers.per_day, known.won.amounts) == (0, {date(2026, 1, 7): 1050})


def test_newcomers_come_as_in_the_last_90_days_and_are_worth_what_these_people_won() -> None:
    newcomers = LEDGER.known(MORNING, of(ANN)).newcomers
    assert (newcomers.per_day, newcomers.value) == (5 / 90, 75)


def test_people_without_a_win_take_the_mean_of_everybody() -> None:
    # 1,200 for four deals.
    assert LEDGER.known(MORNING, of(CY)).newcomers.value == 300
    assert LEDGER.known(date(2026, 1, 1), of(CY)).newcomers.value == 0


def test_open_deals_are_weighed_by_the_probabilities_of_the_contract() -> None:
    assert LEDGER.known(MORNING, of(ANN)).stage_weights == {
        "prospecting": 0.1,
        "qualification": 0.2,
        "discovery": 0.3,
        "demo": 0.5,
        "proposal": 0.75,
        "negotiation": 0.9,
    }


def test_a_stage_without_history_follows_its_prior_and_new_deals_that_of_prospecting() -> None:
    curves = curves_of({"demo": [Spell(1, True, 10**6)]})
    assert curves["demo"].won_within(0, 10**5) == pytest.approx(1, abs=0.001)
    assert curves["proposal"].won_within(0, 10**5) == pytest.approx(0.75)
    assert curves["new"].won_within(0, 10**5) == pytest.approx(0.1)


def test_a_day_without_rows_has_no_open_deals_and_no_newcomers() -> None:
    known = LEDGER.known(date(2026, 1, 14), of(ANN, BOB, None))

    assert (known.on, list(known.open_deals), known.newcomers.per_day) == (date(2026, 1, 14), [], 0)
    # What was won is known on any day.
    assert sum(known.won.amounts.values()) == 1200


def test_the_curves_of_the_morning_are_those_of_the_organization() -> None:
    learned = curves_of({"new": [Spell(1, True, 10**6)]})
    known = Ledger({}, {}, {MORNING: learned}, []).known(MORNING, of(ANN))

    assert known.curves is learned
    assert known.newcomers.curve is learned["new"]


def test_without_curves_of_the_morning_the_priors_apply() -> None:
    known = LEDGER.known(MORNING, of(ANN))

    assert set(known.curves) == {
        "prospecting",
        "qualification",
        "discovery",
        "demo",
        "proposal",
        "negotiation",
        "new",
    }
    assert known.newcomers.curve.won_within(0, 10**5) == pytest.approx(0.1)


def test_wins_of_one_day_are_added() -> None:
    day = date(2026, 1, 5)
    rows = [WonRow(ANN, day, None, 100, 1), WonRow(BOB, day, None, 30, 1), WonRow(CY, day, None, 7, 1)]

    won = Ledger({}, {}, {}, rows).won_until(MORNING, of(ANN, BOB))

    assert (won.amounts, won.until) == ({day: 130}, MORNING)


def test_a_win_of_the_day_itself_is_not_known_in_the_morning() -> None:
    rows = [WonRow(ANN, MORNING, None, 100, 1)]

    assert Ledger({}, {}, {}, rows).won_until(MORNING, of(ANN)).amounts == {}


def test_a_deal_that_was_reopened_is_worth_nothing_to_newcomers() -> None:
    rows = [
        WonRow(ANN, date(2026, 1, 3), date(2026, 1, 9), 900, 1),
        WonRow(BOB, date(2026, 1, 4), None, 40, 2),
    ]
    ledger = Ledger({}, {}, {}, rows)

    assert ledger.known(date(2026, 1, 9), of(ANN)).newcomers.value == 900
    # From then on Ann has no win, and takes the mean of all: 40 for two deals.
    assert ledger.known(date(2026, 1, 10), of(ANN)).newcomers.value == 20


def test_deals_come_by_stage_and_age_and_keep_their_sums() -> None:
    rows = [
        OpenRow(ANN, OpenDeals("proposal", 2, 1, 5, 25), 0),
        OpenRow(ANN, OpenDeals("demo", 9, 1, 3, 9), 0),
        OpenRow(BOB, OpenDeals("demo", 2, 2, 4, 8), 0),
        OpenRow(ANN, OpenDeals("demo", 2, 1, 10, 100), 0),
        OpenRow(None, OpenDeals("proposal", 2, 3, 6, 12), 0),
    ]

    known = Ledger({MORNING: rows}, {}, {}, []).known(MORNING, of(ANN, BOB, None))

    assert list(known.open_deals) == [
        OpenDeals("demo", 2, 3, 14, 108),
        OpenDeals("demo", 9, 1, 3, 9),
        OpenDeals("proposal", 2, 4, 11, 37),
    ]


@pytest.mark.parametrize(
    ("stage", "chance"),
    [
        ("prospecting", 0.1),
        ("qualification", 0.2),
        ("discovery", 0.3),
        ("demo", 0.5),
        ("proposal", 0.75),
        ("negotiation", 0.9),
        ("new", 0.1),
    ],
)
def test_each_stage_starts_with_the_probability_of_the_contract(stage: str, chance: float) -> None:
    assert curves_of({})[stage].won_within(0, 10**5) == pytest.approx(chance)
