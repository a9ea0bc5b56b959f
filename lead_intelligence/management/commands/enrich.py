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

from lead_intelligence import selectors, services
from lead_intelligence.models import EnrichmentJob
from mauntic.kernel.errors import Invalid, NotFound
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2
POLL_SECONDS = 0.5
NOTHING_TO_DO = "Too little is known to look them up, or they asked not to be processed."


class Command(BaseCommand):
    help = (
        "Have leads enriched; workers do the looking up. Without --contact those that never were, the newest "
        "first. Ends with 0, with 1 when a job failed, and with 2 for wrong arguments."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--org", required=True, help="schema name of the organization")
        parser.add_argument("--contact", action="append", metavar="ID", help="a lead's id; may be repeated")
        parser.add_argument("--fields", help="such as email,phone; each lead's empty ones when left out")
        parser.add_argument("--priority", default="normal", help="low, normal (default) or high")
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
            ids, left_out = self._request(options)
            counts = self._wait(ids) if options["wait"] else selectors.job_counts(ids)
        self._report(counts, left_out, options)
        if counts.get(EnrichmentJob.Status.FAILED):
            sys.exit(1)

    def _request(self, options: dict[str, Any]) -> tuple[list[UUID], int]:
        """The ids of the jobs, and how many of the named leads nobody can be asked for."""
        try:
            named = [_uuid(text) for text in options["contact"] or ()]
            leads = named or selectors.never_enriched(options["limit"])
            wanted = set(selectors.askable(named)) if named else set(leads)
            jobs = services.request_enrichment(
                contact_ids=[pk for pk in leads if pk in wanted][: options["limit"]],
                fields=_names(options["fields"]),
                priority=options["priority"],
            )
        except Invalid as error:
            said = " ".join(f"--{name}: {' '.join(told)}" for name, told in error.fields.items())
            raise CommandError(said, returncode=BAD_ARGUMENTS) from None
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
            counts = selectors.job_counts(ids)
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
            self.stdout.write(f"{left_out} of the leads: nothing to do. {NOTHING_TO_DO}")
        if total:
            self.stdout.write(_summary(counts, total, waited=options["wait"]))
        elif not left_out:
            self.stdout.write("Every lead that can be looked up was enriched already.")


def _summary(counts: dict[str, int], total: int, *, waited: bool) -> str:
    if not waited:
        return f"{total} leads are waiting for the workers. See the page “Enrichment”."
    return f"{total} leads: {', '.join(f'{count} {status}' for status, count in sorted(counts.items()))}."


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"contact": f"“{text}” is no id of a lead: copy it from the lead's address."}) from None


def _names(text: str | None) -> Sequence[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]
