"""Forecasts of the past: on the real pipeline, and on deals made up to try its edges."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from mauntic.kernel.errors import Invalid
from revops.forecast.domain.backtest.deals import History, PastDeal
from revops.forecast.domain.periods import Period
from revops.forecast.services.backtest import _whole_months, backtest_months
from tests.factories.forecast import Told, write_history
from tests.support.shared import SHARED

PIPELINE = SHARED / "data" / "crm" / "sales_pipeline.csv"
needs_data = pytest.mark.skipif(not PIPELINE.exists(), reason="the shared data folder is not here")
HEADERS = "engage_date,close_date,close_value,deal_stage,product\n"


def command(*arguments: str) -> str:
    printed = StringIO()
    call_command("backtest_forecast", *arguments, stdout=printed)
    return printed.getvalue()


@needs_data
def test_the_real_pipeline_is_forecast_better_than_by_its_best_known_method() -> None:
    found = json.loads(command(str(PIPELINE), "--json"))
    errors = {name: round(each["mape"] * 100, 1) for name, each in found["methods"].items()}
    references = {
        "naive": 38.8,
        "mean_of_last_3": 21.8,
        "seasonal_naive": 7.9,
        "fixed_stage_weights": 240.7,
    }
    assert {name: errors[name] for name in references} == references
    assert errors["learned"] <= references["seasonal_naive"]
    assert (found["from"], found["to"]) == ("2017-06", "2017-12")
    assert found["bandCoverage"] >= 0.7


@needs_data
def test_the_table_shows_every_method_and_month() -> None:
    printed = command(str(PIPELINE), "--from", "2017-11", "--to", "2017-12")
    assert "Seasonal naive: the same month of the previous quarter" in printed
    assert [line.split()[1] for line in printed.splitlines() if "│ 2017" in line] == ["2017-11", "2017-12"]


def past_deals(months: int = 6, amounts: tuple[float, ...] = (100, 50, 80)) -> list[PastDeal]:
    """A deal a month that took 25 days, with amounts that come again every quarter."""
    first = Period.parse("2025-01")
    return [
        PastDeal(month.first, month.first.replace(day=26 if number else 5), True, amounts[number % 3])
        for number, month in enumerate(first.shifted(back) for back in range(months))
    ]


def test_an_even_season_is_found_and_believed() -> None:
    found = backtest_months(past=History(past_deals(18)))
    assert found.by_method["seasonal_naive"].mape == 0
    assert found.by_method["learned"].mape < 0.01
    assert found.trials[-1].outlook.parts[0].method in {"seasonal_naive", "seasonal_mean"}


def test_too_little_history_is_told() -> None:
    with pytest.raises(Invalid, match="Deals won in at least 4 whole months are required, found 3"):
        backtest_months(past=History(past_deals(3)))
    with pytest.raises(Invalid, match="found 0"):
        backtest_months(past=History([]))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2025-13-01,2025-02-01,5,Won,A", "Row 2: “2025-13-01” in “engage_date” is no date"),
        ("2025-03-01,2025-02-01,5,Won,A", "Row 2: the deal ended on 2025-02-01 before it began"),
        ("2025-01-01,2025-02-01,lots,Won,A", 'Row 2, “close_value”: "lots" is not an amount'),
        ("2025-01-01,2025-02-01,-5,Won,A", "Row 2: -5 in “close_value” is not 0 or more"),
        ("2025-01-01,,5,Won,A", "Row 2: the deal is closed, but “close_date” is empty"),
        ("2025-01-01,2025-02-01,5,won,A", "--won: no row has “Won”"),
        (
            "2025-01-01,2025-02-01,5,Won,A",
            "deals: Deals won in at least 4 whole months are required, found 0",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_row(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEADERS}{row}\n")
    with pytest.raises(CommandError) as refused:
        command(str(path))
    assert said in str(refused.value)
    assert refused.value.returncode == 2


def test_an_organization_is_forecast_from_its_own_deals(acme) -> None:
    start = datetime(2026, 1, 2, 10, tzinfo=UTC)
    told = [Told(start + timedelta(days=2 * number), number % 3 != 0, 20) for number in range(145)]
    with time_machine.travel(datetime(2026, 11, 20, tzinfo=UTC), tick=False):
        write_history(told)
        found = json.loads(command("--org", "acme", "--json"))
    assert (found["organization"], found["from"], found["to"]) == ("acme", "2026-05", "2026-10")
    assert found["methods"]["learned"]["sampleSize"] == 6
    assert found["methods"]["learned"]["mape"] < found["methods"]["fixed_stage_weights"]["mape"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Enter either a file of deals"),
        (("{file}", "--org", "acme"), "Enter either a file of deals, or --org"),
        (("missing.csv",), 'cannot read "missing.csv"'),
        (("{file}", "--value", "amount"), "--value: there is no column “amount”"),
        (("{file}", "--from", "2017-Q2"), "--from: enter a month"),
        (("{file}", "--to", "June"), '--to: "June" is not a period'),
        (("{file}", "--prices", "missing.csv"), '--prices: cannot read "missing.csv"'),
    ],
)
def test_wrong_arguments_are_named(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(f"{HEADERS}2025-01-01,2025-02-01,5,Won,A\n")
    with pytest.raises(CommandError) as refused:
        command(*(argument.replace("{file}", str(path)) for argument in arguments))
    assert said in str(refused.value)


def test_the_month_that_runs_is_no_whole_month(acme):
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False):
        days = [date(2026, 8, 2), date(2026, 11, 24)]
        assert [month.code for month in _whole_months(days)] == ["2026-08", "2026-09", "2026-10"]
