"""Import a list of leads from a file."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress

from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.imports.models import Import
from mauntic.crm.imports.selectors import verdict_counts
from mauntic.crm.imports.services import check, run, upload
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2


class Command(BaseCommand):
    help = _("Import leads from a CSV or XLSX file, as on the import page.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--org", required=True, help=_("schema name of the organization"))
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help=_(
                "field of a column that overrides the suggested one; empty to not import it; can be repeated"
            ),
        )
        parser.add_argument("--source", default="import", help=_("source of leads without one in the file"))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("check the rows without writing anything")
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, **options: Any) -> None:
        schemas = list(Organization.objects.values_list("schema_name", flat=True))
        if options["org"] not in schemas:
            known = ", ".join(schemas) or _("none")
            _refuse(
                _('--org: unknown organization "%(org)s". Use one of: %(known)s.')
                % {"org": options["org"], "known": known}
            )
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
                return upload.upload_import(
                    file=file, file_name=path.name, source=source, in_background=False
                )
        except OSError as error:
            _refuse(_("FILE: cannot read %(path)s: %(error)s.") % {"path": path, "error": error.strerror})
        except Invalid as error:
            _refuse(f"FILE: {' '.join(error.fields['file'])}")

    def _map(self, job: Import, given: Sequence[str]) -> None:
        changed = dict(pair.partition("=")[::2] for pair in given)
        try:
            upload.set_mapping(job=job, mapping=job.mapping | changed, in_background=False)
        except Invalid as error:
            job.delete()
            found = "; ".join(f"{column}: {' '.join(problems)}" for column, problems in error.fields.items())
            _refuse(
                _("--map: %(problems)s Columns of the file: %(columns)s.")
                % {"problems": found, "columns": ", ".join(job.columns)}
            )

    def _check(self, job: Import) -> dict[str, Any]:
        check.check_import(job_id=job.pk)
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
            checking = bar.add_task(_("Checking"), total=None)
            check.check_import(job_id=job.pk)
            bar.remove_task(checking)
            job.refresh_from_db()
            run.start_import(job=job, in_background=False)
            writing = bar.add_task(_("Importing"), total=job.total)
            while run.run_import(job_id=job.pk, chunks=1):
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
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        self.stdout.write(
            ngettext(
                "%(rows)s row of %(file)s: %(created)s created, %(updated)s updated, %(skipped)s skipped, "
                "%(failed)s failed.",
                "%(rows)s rows of %(file)s: %(created)s created, %(updated)s updated, %(skipped)s skipped, "
                "%(failed)s failed.",
                answer["rows"],
            )
            % answer
        )
        if answer["failed"]:
            self.stdout.write(
                _("The page of the import lists the failed rows with reasons, and offers them for download.")
            )


def _refuse(message: str) -> NoReturn:
    raise CommandError(message, returncode=BAD_ARGUMENTS)
