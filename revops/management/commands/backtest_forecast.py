"""Measure the accuracy of the forecast on past deals."""

import json
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Grid

from mauntic.kernel.errors import Invalid, NotFound
from mauntic.kernel.files import UnreadableError, open_table
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from revops.forecast.domain.backtest.deals import History
from revops.forecast.domain.backtest.file import Columns, PastDeals, UnusableError, list_prices, past_deals
from revops.forecast.domain.backtest.trials import Backtest
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.past import organization_past
from revops.forecast.services.backtest import Past, backtest_months

BAD_ARGUMENTS, WIDTH = 2, 110
PRICES = "products.csv"
NAMES = {
    "naive": "Naive: the last month",
    "seasonal_naive": "Seasonal naive: the same month of the previous quarter",
    "mean_of_last_3": "Mean of the last 3 months",
    "seasonal_mean": "Mean of the same months of all previous quarters",
    "pipeline": "Pipeline: open deals by learned probability and time",
    "fixed_stage_weights": "Fixed stage weights of all open deals",
    "learned": "Learned: all methods except fixed weights, weighted by past accuracy",
}


class Command(BaseCommand):
    help = (
        "Forecast each past month with the facts of its first morning, and print the errors. Reads the deals "
        "of a CSV or XLSX file, or with --org those of an organization."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="CSV", type=Path, nargs="?", help="file with one row per deal")
        parser.add_argument("--org", metavar="SCHEMA", help="schema name, instead of a file")
        parser.add_argument(
            "--from",
            dest="first",
            metavar="MONTH",
            help="first month, such as 2017-06; default: the first possible",
        )
        parser.add_argument(
            "--to",
            dest="last",
            metavar="MONTH",
            help="last month, such as 2017-12; default: the last whole month",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--prices",
            metavar="FILE",
            type=Path,
            help=f"price list with the columns product and sales_price; default: {PRICES} next to the file",
        )
        columns = Columns()
        for option in ("opened", "closed", "value", "stage", "product"):
            default = getattr(columns, option)
            parser.add_argument(f"--{option}", default=default, metavar="COLUMN", help=f"default: {default}")
        for option in ("won", "lost"):
            default = getattr(columns, option)
            parser.add_argument(f"--{option}", default=default, metavar="VALUE", help=f"default: {default}")

    def handle(self, **options: Any) -> None:
        if bool(options["file"]) == bool(options["org"]):
            _refuse("Enter either a file of deals, or --org with the schema name of an organization.")
        try:
            if options["org"]:
                summary, found = _of_organization(options)
            else:
                summary, found = _of_file(options)
        except (UnusableError, Invalid) as error:
            _refuse(str(error))
        if options["json"]:
            self.stdout.write(json.dumps(summary | _as_json(found)))
        else:
            self._print(summary, found)

    def _print(self, summary: dict[str, Any], found: Backtest) -> None:
        console = Console(file=self.stdout, width=WIDTH, highlight=False)  # type: ignore[arg-type]  # it writes
        first, last = found.trials[0].period, found.trials[-1].period
        left_out = summary.get("leftOut", 0)
        note = f" Rows without a start date, left out: {left_out:,}." if left_out else ""
        console.print(f"Months {first} to {last}, each forecast on its first morning.{note}", soft_wrap=True)
        console.print(_methods(found))
        console.print(_months(found))


def _of_organization(options: dict[str, Any]) -> tuple[dict[str, Any], Backtest]:
    try:
        with entered(options["org"]):
            return {"organization": options["org"]}, _backtest(options, organization_past())
    except Organization.DoesNotExist:
        _refuse(f'--org: unknown organization "{options["org"]}".')


def _of_file(options: dict[str, Any]) -> tuple[dict[str, Any], Backtest]:
    deals = _deals(options)
    summary = {"deals": len(deals.deals), "leftOut": deals.left_out}
    return summary, _backtest(options, History(deals.deals))


def _backtest(options: dict[str, Any], past: Past) -> Backtest:
    return backtest_months(past=past, first=_month(options, "first"), last=_month(options, "last"))


def _deals(options: dict[str, Any]) -> PastDeals:
    """Return the deals of the file. Raises `UnusableError` for a wrong file or option."""
    names = ("opened", "closed", "value", "stage", "product", "won", "lost")
    beside = options["file"].parent / PRICES
    prices = options["prices"] or (beside if beside.exists() and beside != options["file"] else None)
    by_product = _prices(prices) if prices else {}
    try:
        with options["file"].open("rb") as stream, open_table(stream, strict=True) as table:
            columns = Columns(**{name: options[name] for name in names})
            return past_deals(table.headers, table.rows, columns, by_product)
    except OSError as error:
        raise UnusableError(f'CSV: cannot read "{options["file"]}": {error.strerror}.') from error
    except UnreadableError as error:
        raise UnusableError(f"CSV: {error}") from error


def _prices(path: Path) -> dict[str, float]:
    try:
        with path.open("rb") as stream, open_table(stream, strict=True) as table:
            return list_prices(table.headers, table.rows)
    except OSError as error:
        raise UnusableError(f'--prices: cannot read "{path}": {error.strerror}.') from error
    except UnreadableError as error:
        raise UnusableError(f"--prices: {error}") from error


def _month(options: dict[str, Any], name: str) -> Period | None:
    option = "--from" if name == "first" else "--to"
    if options[name] is None:
        return None
    try:
        month = Period.parse(options[name])
    except NotFound as error:
        _refuse(f"{option}: {error}")
    if month.is_quarter:
        _refuse(f"{option}: enter a month, such as 2017-06.")
    return month


def _refuse(message: str) -> NoReturn:
    raise CommandError(message, returncode=BAD_ARGUMENTS)


def _as_json(found: Backtest) -> dict[str, Any]:
    return {
        "from": found.trials[0].period.code,
        "to": found.trials[-1].period.code,
        "methods": {
            name: {"mape": _rounded(each.mape), "bias": _rounded(each.bias), "sampleSize": each.n}
            for name, each in found.by_method.items()
        },
        "bandCoverage": _rounded(found.coverage),
        "months": [
            {
                "period": trial.period.code,
                "actual": round(trial.outcome, 2),
                "expected": round(trial.outlook.expected, 2),
                "low": round(trial.outlook.low, 2),
                "high": round(trial.outlook.high, 2),
            }
            for trial in found.trials
        ],
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _methods(found: Backtest) -> Grid:
    grid = Grid(title="Error by method", title_justify="left")
    grid.add_column("")
    for heading in ("MAPE", "Bias", "Months"):
        grid.add_column(heading, justify="right")
    for name, label in NAMES.items():
        each = found.by_method[name]
        grid.add_row(label, _percent(each.mape), _percent(each.bias, sign="+"), str(each.n))
    return grid


def _months(found: Backtest) -> Grid:
    title = f"Learned method by month. Outcomes inside the 80% band: {_percent(found.coverage)}"
    grid = Grid(title=title, title_justify="left")
    grid.add_column("Month")
    for heading in ("Actual", "Expected", "Low", "High"):
        grid.add_column(heading, justify="right")
    for trial in found.trials:
        numbers = (trial.outcome, trial.outlook.expected, trial.outlook.low, trial.outlook.high)
        grid.add_row(trial.period.code, *(f"{number:,.0f}" for number in numbers))
    return grid


def _percent(share: float | None, sign: str = "") -> str:
    return "–" if share is None else f"{share:{sign}.1%}"
