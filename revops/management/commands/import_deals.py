"""Import deals with their history from a file."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from revops.deal_imports.domain.file import LABELS
from revops.deal_imports.models import DealImport
from revops.deal_imports.services import run as services
from revops.deal_imports.services.check import Verdict, check_deals

BAD_ARGUMENTS = 2
SHOWN_FAILURES = 10


class Command(BaseCommand):
    help = "Import deals from a CSV or XLSX file, by the same rules as the import page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--org", required=True, help="schema name of the organization")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"where a field stands, if the guess is wrong; no column leaves it out: {', '.join(LABELS)}",
        )
        parser.add_argument(
            "--unknown-owner",
            choices=DealImport.UnknownOwner.values,
            default=DealImport.UnknownOwner.NOBODY,
            help="deals of people who are not here belong to nobody (the history keeps the name), or fail",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would become of the rows")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or "none yet"
            _refuse(f"--org: there is no organization “{options['org']}”. There are: {known}.")
        with entered(options["org"]), caused_by(Cause("command", "import_deals")):
            job = self._upload(options["file"])
            self._map(job, options["map"], options["unknown_owner"])
            answer = self._check(job) if options["dry_run"] else self._run(job)
        self._report(answer, dry_run=options["dry_run"], as_json=options["json"])
        if answer["failed"]:
            sys.exit(1)

    def _upload(self, path: Path) -> DealImport:
        try:
            with path.open("rb") as file:
                return services.upload_deals(file=file, file_name=path.name, in_background=False)
        except OSError as error:
            _refuse(f"FILE: {path} cannot be read: {error.strerror}.")
        except Invalid as error:
            _refuse(f"FILE: {' '.join(error.fields['file'])}")

    def _map(self, job: DealImport, given: Sequence[str], unknown_owner: str) -> None:
        changed = job.mapping | dict(pair.partition("=")[::2] for pair in given)
        mapping = {field: column for field, column in changed.items() if column}
        try:
            services.set_deal_mapping(
                job=job, mapping=mapping, unknown_owner=unknown_owner, in_background=False
            )
        except Invalid as error:
            services.discard_deal_import(job=job)
            said = "; ".join(f"{field}: {' '.join(problems)}" for field, problems in error.fields.items())
            _refuse(f"--map: {said} Columns of the file: {', '.join(job.columns)}.")

    def _check(self, job: DealImport) -> dict[str, Any]:
        rows = check_deals(job)
        services.discard_deal_import(job=job)
        counts = Counter(row.verdict for row in rows)
        failures = [(row.line.number, row.reason) for row in rows if row.verdict is Verdict.ERROR]
        return _answer(job, counts[Verdict.CREATE], counts[Verdict.SKIP], failures)

    def _run(self, job: DealImport) -> dict[str, Any]:
        services.start_deal_import(job=job, in_background=False)
        services.run_deal_import(import_id=job.pk)
        job.refresh_from_db()
        failures = [(row["number"], row["reason"]) for row in job.failures]
        return _answer(job, job.created_count, job.skipped_count, failures)

    def _report(self, answer: dict[str, Any], *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer | {"dryRun": dry_run}))
            return
        counts = ", ".join(f"{answer[name]} {name}" for name in ("created", "skipped", "failed"))
        verb = "Nothing is written. Of" if dry_run else "Of"
        self.stdout.write(f"{verb} {answer['rows']} rows of {answer['file']}: {counts}.")
        for failure in answer["failures"]:
            self.stdout.write(f"Row {failure['row']}: {failure['reason']}")
        if answer["failed"] > SHOWN_FAILURES:
            self.stdout.write("The page of the import has all rows that failed as a file to mend.")


def _answer(
    job: DealImport, created: int, skipped: int, failures: Sequence[tuple[int, str]]
) -> dict[str, Any]:
    return {
        "file": job.file_name,
        "rows": job.total,
        "created": created,
        "skipped": skipped,
        "failed": len(failures),
        "failures": [{"row": number, "reason": reason} for number, reason in failures[:SHOWN_FAILURES]],
    }


def _refuse(said: str) -> NoReturn:
    raise CommandError(said, returncode=BAD_ARGUMENTS)
