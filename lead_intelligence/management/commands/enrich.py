"""Enrich the leads that were never enriched."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from lead_intelligence import selectors, services
from lead_intelligence.models import EnrichmentJob
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2
POLL_SECONDS = 0.5


class Command(BaseCommand):
    help = "Have leads enriched that never were, the newest first; workers do the looking up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, help="schema name of the organization")
        parser.add_argument("--limit", type=int, help="at most so many leads; all when left out")
        parser.add_argument("--wait", action="store_true", help="wait until the workers are done")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, **options: Any) -> None:
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit must be at least 1.", returncode=BAD_ARGUMENTS)
        if not Organization.objects.filter(schema_name=options["org"]).exists():
            known = ", ".join(Organization.objects.values_list("schema_name", flat=True)) or "none yet"
            said = f"--org: there is no organization “{options['org']}”. There are: {known}."
            raise CommandError(said, returncode=BAD_ARGUMENTS)
        with entered(options["org"]):
            jobs = services.request_enrichment(
                contact_ids=selectors.never_enriched(limit), priority=EnrichmentJob.Priority.NORMAL
            )
            ids = [job.pk for job in jobs]
            counts = self._wait(ids) if options["wait"] else selectors.job_counts(ids)
        self._report(counts, waited=options["wait"], as_json=options["json"])
        if counts.get(EnrichmentJob.Status.FAILED):
            sys.exit(1)

    def _wait(self, ids: list[UUID]) -> dict[str, int]:
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("Enriching", total=len(ids))
            return self._poll(ids, lambda done: bar.update(task, completed=done))

    def _poll(self, ids: list[UUID], show: Callable[[int], None]) -> dict[str, int]:
        while True:
            counts = selectors.job_counts(ids)
            waiting = sum(counts.get(status, 0) for status in EnrichmentJob.OPEN)
            show(len(ids) - waiting)
            if not waiting:
                return counts
            time.sleep(POLL_SECONDS)

    def _report(self, counts: dict[str, int], *, waited: bool, as_json: bool) -> None:
        total = sum(counts.values())
        if as_json:
            self.stdout.write(json.dumps({"requested": total, **counts}))
        elif not total:
            self.stdout.write("Every lead that can be looked up was enriched already.")
        elif waited:
            said = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
            self.stdout.write(self.style.SUCCESS(f"{total} leads: {said}."))
        else:
            self.stdout.write(f"{total} leads are waiting for the workers. See the page “Enrichment”.")
