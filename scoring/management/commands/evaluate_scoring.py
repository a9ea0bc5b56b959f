"""Learn from a file with outcomes, and measure the accuracy."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Grid

from mauntic.kernel.errors import Misconfigured
from mauntic.kernel.files import UnreadableError, open_table
from scoring.learning.domain.evaluation import Figures
from scoring.learning.domain.labelled import Labelled, UnusableError, read_labelled
from scoring.learning.services.evaluation import Evaluation, evaluate

BAD_ARGUMENTS = 2
NAMES = {"scorecard": "Scorecard", "logistic": "Logistic regression", "naive_bayes": "Naive Bayes"}


class Command(BaseCommand):
    help = (
        "Fit a scorecard, a logistic regression and naive Bayes to a CSV or XLSX file with the outcome of "
        "each row in the column --target, and print how well they predict unseen rows."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="CSV", type=Path)
        parser.add_argument("--target", required=True, metavar="COLUMN", help="column with the outcome")
        parser.add_argument("--positive", default="", metavar="VALUE", help="outcome that counts as won")
        parser.add_argument("--drop", default="", metavar="A,B", help="columns to leave out")
        parser.add_argument(
            "--time",
            default="",
            metavar="COLUMN",
            help="column to sort by; default: the order of the file",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            rows = _read(options)
            found = evaluate(rows.leads)
        except (UnusableError, Misconfigured) as error:
            raise CommandError(str(error), returncode=BAD_ARGUMENTS) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(rows, found)))
        else:
            self._print(rows, found)

    def _print(self, rows: Labelled, found: Evaluation) -> None:
        console = Console(file=self.stdout, width=110, highlight=False)  # type: ignore[arg-type]  # it writes
        share = found.wins / found.n
        console.print(
            f'Rows: {found.n:,}, of which "{rows.positive}": {found.wins:,} ({share:.1%}).', soft_wrap=True
        )
        for note in rows.notes:
            console.print(note, soft_wrap=True)
        for warning in found.warnings:
            done = " The column is left out." if warning.left_out else ""
            console.print(f'Warning: "{warning.column}" {warning.message}.{done}', soft_wrap=True)
        console.print(_grid("Cross-validated, 5 folds", found.cross_validated))
        if found.out_of_time:
            before, after = found.base_rates
            console.print(_grid("Learned from the first 70%, tested on the rest", found.out_of_time))
            console.print(
                f"Win rate of the first 70%: {before:.1%}. Win rate of the rest: {after:.1%}.", soft_wrap=True
            )


def _read(options: dict[str, Any]) -> Labelled:
    """Return the rows of the file. Raises `UnusableError` for a wrong file or argument."""
    drop = [name.strip() for name in options["drop"].split(",") if name.strip()]
    names = {"target": options["target"], "time": options["time"], "positive": options["positive"]}
    try:
        with options["file"].open("rb") as stream, open_table(stream, strict=True) as table:
            return read_labelled(table.headers, table.rows, drop=drop, **names)
    except OSError as error:
        raise UnusableError(f'CSV: cannot read "{options["file"]}": {error.strerror}.') from error
    except UnreadableError as error:
        raise UnusableError(f"CSV: {error}") from error


def _as_json(rows: Labelled, found: Evaluation) -> dict[str, Any]:
    before, after = found.base_rates
    return {
        **{name: figures.as_json() for name, figures in found.cross_validated.items()},
        "out_of_time": {name: figures.as_json() for name, figures in found.out_of_time.items()},
        "n": found.n,
        "wins": found.wins,
        "positive": rows.positive,
        "base_rate_earlier": round(before, 4),
        "base_rate_later": round(after, 4),
        "warnings": [{"column": each.column, "message": each.message} for each in found.warnings],
        "notes": rows.notes,
    }


def _grid(title: str, by_model: dict[str, Figures]) -> Grid:
    grid = Grid(title=title, title_justify="left")
    grid.add_column("")
    for heading in ("AUC", "ECE", "Brier", "Lift of the top 10%", "Rows"):
        grid.add_column(heading, justify="right")
    for name, each in by_model.items():
        numbers = (
            f"{each.auc:.3f}",
            f"{each.ece:.3f}",
            f"{each.brier:.3f}",
            f"{each.top10_lift:.2f}",
            f"{each.n:,}",
        )
        grid.add_row(NAMES[name], *numbers)
    return grid
