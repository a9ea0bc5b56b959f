"""Score all contacts of an organization."""

import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from scoring.scores.services.rescoring import Rescored, rescore

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Score all contacts of an organization. Only changed scores are written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, metavar="SCHEMA", help="schema name of the organization")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        started = time.perf_counter()
        try:
            with entered(options["org"]), caused_by(Cause("command", "rescore")):
                done = _rescore()
        except Organization.DoesNotExist:
            message = f'--org: unknown organization "{options["org"]}".'
            raise CommandError(message, returncode=BAD_ARGUMENTS) from None
        self._report(done, time.perf_counter() - started, as_json=options["json"])

    def _report(self, done: Rescored, seconds: float, *, as_json: bool) -> None:
        if as_json:
            answer = {
                "contacts": done.contacts,
                "changed": done.changed,
                "crossings": done.crossings,
                "crossingsByModel": done.reweighed,
                "seconds": round(seconds, 3),
            }
            self.stdout.write(json.dumps(answer))
            return
        by_model = f" (by a change of the model: {done.reweighed:,})" if done.reweighed else ""
        self.stdout.write(
            f"Scored contacts: {done.contacts:,} in {seconds:.1f} s. Changed scores: {done.changed:,}. "
            f"Crossed thresholds: {done.crossings:,}{by_model}."
        )


def _rescore() -> Rescored:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Scoring", total=Contact.objects.count())
        return rescore(progress=lambda count: progress.update(task, completed=count))
