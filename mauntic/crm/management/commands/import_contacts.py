"""Import a list of leads from a file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.models import Import
from mauntic.crm.selectors.imports import verdict_counts
from mauntic.crm.services import imports
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = "Import leads from a CSV or XLSX file, by the same rules as the import page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--org", required=True, help="schema name of the organization")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="what a column means, where the guess is wrong; nothing leaves it out; may be repeated",
        )
        parser.add_argument(
            "--source", default="import", help="source of leads for which the file names none"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would become of the rows")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or "none yet"
            _refuse(f"--org: there is no organization “{options['org']}”. There are: {known}.")
        with entered(options["org"]), caused_by(Cause("command", "import_contacts")):
            job = self._upload(options["file"], options["source"])
            self._map(job, options["map"])
            answer = self._check(job) if options["dry_run"] else self._run(job)
        self._report(answer, dry_run=options["dry_run"], as_json=options["json"])
        if answer["failed"]:
            sys.exit(1)

    def _upload(self, path: Path, source: str) -> Import:
        try:
            with path.open("rb") as file:
                return imports.upload_import(file=file, file_name=path.name, source=source)
        except OSError as error:
            _refuse(f"FILE: {path} cannot be read: {error.strerror}.")
        except Invalid as error:
            _refuse(f"FILE: {' '.join(error.fields['file'])}")

    def _map(self, job: Import, given: Sequence[str]) -> None:
        changed = dict(pair.partition("=")[::2] for pair in given)
        try:
            imports.set_mapping(job=job, mapping=job.mapping | changed, in_background=False)
        except Invalid as error:
            job.delete()
            said = "; ".join(f"{column}: {' '.join(problems)}" for column, problems in error.fields.items())
            _refuse(f"--map: {said} Columns of the file: {', '.join(job.columns)}.")

    def _check(self, job: Import) -> dict[str, Any]:
        imports.check_import(job_id=job.pk)
        counts = verdict_counts(job)
        job.delete()
        return {
            "file": job.file_name,
            "rows": job.total,
            "created": counts["create"],
            "updated": counts["update"],
            "skipped": counts["skip"],
            "failed": counts["error"],
        }

    def _run(self, job: Import) -> dict[str, Any]:
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            checking = bar.add_task("Checking", total=None)
            imports.check_import(job_id=job.pk)
            bar.remove_task(checking)
            job.refresh_from_db()
            imports.start_import(job=job, in_background=False)
            writing = bar.add_task("Importing", total=job.total)
            while imports.run_import(job_id=job.pk, chunks=1):
                job.refresh_from_db()
                bar.update(writing, completed=job.processed)
        job.refresh_from_db()
        return {
            "import": str(job.pk),
            "file": job.file_name,
            "rows": job.total,
            "created": job.created_count,
            "updated": job.updated_count,
            "skipped": job.skipped_count,
            "failed": job.failed_count,
        }

    def _report(self, answer: dict[str, Any], *, dry_run: bool, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer | {"dryRun": dry_run}))
            return
        counts = ", ".join(f"{answer[name]} {name}" for name in ("created", "updated", "skipped", "failed"))
        verb = "Nothing is written. Of" if dry_run else "Of"
        self.stdout.write(f"{verb} {answer['rows']} rows of {answer['file']}: {counts}.")
        if answer["failed"]:
            self.stdout.write("The page of the import shows why rows failed, and has them as a file to mend.")


def _refuse(said: str) -> NoReturn:
    raise CommandError(said, returncode=BAD_ARGUMENTS)
