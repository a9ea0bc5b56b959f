"""Enrich leads: those that are named, or all that never were."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.selectors import blocks
from lead_intelligence.enrichment.selectors import jobs as enrichment_jobs
from lead_intelligence.enrichment.services import requests
from lead_intelligence.policy.selectors import new_leads
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2
POLL_SECONDS = 0.5
SKIPPED = "They have too little data for a lookup, or opted out of processing."


class Command(BaseCommand):
    help = (
        "Request the enrichment of leads; workers run the jobs. Without --contact: leads that were never "
        "enriched, newest first. Exit code 0; 1 if a job failed; 2 for wrong arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, help="schema name of the organization")
        parser.add_argument("--contact", action="append", metavar="ID", help="id of a lead; repeatable")
        parser.add_argument("--fields", help="such as email,phone; default: the empty fields of each lead")
        parser.add_argument("--priority", default="normal", help="low, normal or high; default: normal")
        parser.add_argument("--limit", type=int, help="maximum number of leads; default: all")
        parser.add_argument("--wait", action="store_true", help="wait until the jobs are finished")
        parser.add_argument("--json", action="store_true", help="print a JSON object")

    def handle(self, **options: Any) -> None:
        limit = options["limit"]
        if limit is not None and limit < 1:
            raise CommandError("--limit must be at least 1.", returncode=BAD_ARGUMENTS)
        if not Organization.objects.filter(schema_name=options["org"]).exists():
            known = ", ".join(Organization.objects.values_list("schema_name", flat=True)) or "none yet"
            text = f'--org: unknown organization "{options["org"]}". Use one of: {known}.'
            raise CommandError(text, returncode=BAD_ARGUMENTS)
        with entered(options["org"]):
            ids, left_out = self._request(options)
            counts = self._wait(ids) if options["wait"] else enrichment_jobs.job_counts(ids)
        self._report(counts, left_out, options)
        if counts.get(EnrichmentJob.Status.FAILED):
            sys.exit(1)

    def _request(self, options: dict[str, Any]) -> tuple[list[UUID], int]:
        """Return the ids of the jobs, and the number of named leads that cannot be looked up."""
        try:
            named = [_uuid(text) for text in options["contact"] or ()]
            leads = named or new_leads.never_enriched(options["limit"])
            wanted = set(blocks.askable(named)) if named else set(leads)
            jobs = requests.request_enrichment(
                contact_ids=[pk for pk in leads if pk in wanted][: options["limit"]],
                fields=_names(options["fields"]),
                priority=options["priority"],
            )
        except Invalid as error:
            text = " ".join(f"--{name}: {' '.join(texts)}" for name, texts in error.fields.items())
            raise CommandError(text, returncode=BAD_ARGUMENTS) from None
        except NotFound as error:
            raise CommandError(f"--contact: {error.message}", returncode=BAD_ARGUMENTS) from None
        return [job.pk for job in jobs], len(set(named) - wanted)

    def _wait(self, ids: list[UUID]) -> dict[str, int]:
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("Enriching", total=len(ids))
            return self._poll(ids, lambda done: bar.update(task, completed=done))

    def _poll(self, ids: list[UUID], show: Callable[[int], None]) -> dict[str, int]:
        while True:
            counts = enrichment_jobs.job_counts(ids)
            waiting = sum(counts.get(status, 0) for status in EnrichmentJob.OPEN)
            show(len(ids) - waiting)
            if not waiting:
                return counts
            time.sleep(POLL_SECONDS)

    def _report(self, counts: dict[str, int], left_out: int, options: dict[str, Any]) -> None:
        total = sum(counts.values())
        if options["json"]:
            nothing = {"nothingToDo": left_out} if left_out else {}
            self.stdout.write(json.dumps({"requested": total, **counts, **nothing}))
            return
        if left_out:
            self.stdout.write(f"Skipped leads: {left_out}. {SKIPPED}")
        if total:
            self.stdout.write(_summary(counts, total, waited=options["wait"]))
        elif not left_out:
            self.stdout.write("No leads to enrich: all leads that can be looked up were enriched before.")


def _summary(counts: dict[str, int], total: int, *, waited: bool) -> str:
    if not waited:
        return f'Requested jobs: {total}. See "Enrichment" for their progress.'
    return f"Jobs: {total} ({', '.join(f'{count} {status}' for status, count in sorted(counts.items()))})."


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(
            {"contact": f'"{text}" is not the id of a lead. Copy it from the URL of the lead.'}
        ) from None


def _names(text: str | None) -> Sequence[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]
