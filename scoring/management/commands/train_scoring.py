"""Train a scoring model with the outcomes of an organization."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Grid

from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.display import number, percent
from mauntic.kernel.errors import Conflict
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from scoring.learning.models import RunState, TrainingRun
from scoring.learning.selectors.outcomes import readiness
from scoring.learning.selectors.runs import drift_text, noticed_drift
from scoring.learning.services.training import begin_training, train

FAILED, BAD_ARGUMENTS = 1, 2
TESTS = {"cross_validated": "Cross-validated", "out_of_time": "Later 30%, learned from the first 70%"}
MODELS = {
    "scorecard": "Learned scorecard",
    "logistic": "Logistic regression",
    "naive_bayes": "Naive Bayes",
    "in_force": "Model in force",
}


class Command(BaseCommand):
    help = (
        "Train a scorecard with the outcomes of an organization, compare its accuracy with the model in "
        "force, and store it in shadow. Put it in force on the page Scoring, Learning."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, metavar="SCHEMA", help="schema name of the organization")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            with entered(options["org"]), caused_by(Cause("command", "train_scoring")):
                self._train(as_json=options["json"])
        except Organization.DoesNotExist:
            message = f'--org: unknown organization "{options["org"]}".'
            raise CommandError(message, returncode=BAD_ARGUMENTS) from None
        except Conflict as error:
            raise CommandError(error.message, returncode=FAILED) from error

    def _train(self, *, as_json: bool) -> None:
        ready = readiness()
        if not ready.enough:
            raise Conflict(str(ready))
        moved = noticed_drift()
        run = train(run_id=begin_training().pk)
        if run.state == RunState.FAILED:
            raise Conflict(run.error)
        if as_json:
            self.stdout.write(json.dumps(_as_json(run, drift_text(moved) if moved else "")))
            return
        if moved:
            self.stdout.write(f"Drift since the last model: {drift_text(moved)}")
        self._print(run)

    def _print(self, run: TrainingRun) -> None:
        console = Console(file=self.stdout, width=110, highlight=False)  # type: ignore[arg-type]  # it writes
        console.print(
            f"Leads: {number(run.n)}, of which won: {number(run.wins)} ({percent(run.base_rate, 1)}). "
            f"{run.rule}"
        )
        for warning in run.warnings:
            console.print(f"Warning: {warning}.", soft_wrap=True)
        for test, by_model in run.figures.items():
            console.print(_figures(TESTS[test], by_model))
        console.print(_bands(run))
        console.print(
            f"Version {run.version} is now in shadow. It scores leads for comparison only.", soft_wrap=True
        )


def _as_json(run: TrainingRun, moved: str) -> dict[str, Any]:
    return {
        "version": run.version.version if run.version else None,
        "n": run.n,
        "wins": run.wins,
        "base_rate": round(run.base_rate, 4),
        "rule": run.rule,
        **run.figures,
        "bands": run.bands,
        "warnings": run.warnings,
        "drift": moved,
    }


def _figures(title: str, by_model: dict[str, dict[str, float]]) -> Grid:
    grid = Grid(title=title, title_justify="left")
    grid.add_column("")
    for heading in ("AUC", "ECE", "Brier", "Lift of the top 10%", "Leads"):
        grid.add_column(heading, justify="right")
    for name, each in by_model.items():
        shown = (_decimals(each, "auc", 3), _decimals(each, "ece", 3), _decimals(each, "brier", 3))
        grid.add_row(MODELS[name], *shown, _decimals(each, "top10_lift", 2), f"{each['n']:,}")
    return grid


def _bands(run: TrainingRun) -> Grid:
    grid = Grid(title="Leads in tenths, best first", title_justify="left")
    for heading in ("Predicted", "Won", "Leads", "Lift"):
        grid.add_column(heading, justify="right")
    for band in run.bands:
        lift = band["rate"] / run.base_rate
        grid.add_row(f"{band['promised']:.1%}", f"{band['rate']:.1%}", f"{band['n']:,}", f"{lift:.2f}")
    return grid


def _decimals(figures: dict[str, float], name: str, decimals: int) -> str:
    return f"{figures[name]:.{decimals}f}" if name in figures else "–"
