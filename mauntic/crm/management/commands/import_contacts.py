"""Import a list of leads from a file."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from mauntic.crm.imports.models import Import
from mauntic.crm.imports.selectors import verdict_counts
from mauntic.crm.imports.services import check, run, upload
from mauntic.imports.management import Answer, ImportCommand
from mauntic.imports.services.discard import discard


class Command(ImportCommand[Import]):
    help = _("Import leads from a CSV or XLSX file, as on the import page.")
    name = "import_contacts"
    map_metavar = "COLUMN=FIELD"
    map_help = _(
        "field of a column that overrides the suggested one; empty to not import it; can be repeated"
    )

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("--source", default="import", help=_("source of leads without one in the file"))

    def upload(self, file: BinaryIO, file_name: str, options: Mapping[str, Any]) -> Import:
        return upload.upload_import(
            file=file,
            file_name=file_name,
            source=options["source"],
            sheet=options["sheet"],
            in_background=False,
        )

    def map_columns(self, job: Import, changes: Mapping[str, str], options: Mapping[str, Any]) -> None:  # noqa: ARG002 (signature of all imports)
        upload.set_mapping(job=job, mapping=job.mapping | changes, in_background=False)

    def discard(self, job: Import) -> None:
        discard(job=job)

    def preview(self, job: Import) -> Answer:
        check.check_import(job_id=job.pk)
        counts = verdict_counts(job)
        return {
            "file": job.file_name,
            "rows": job.total,
            "created": counts["create"],
            "updated": counts["update"],
            "skipped": counts["skip"],
            "failed": counts["error"],
        }

    def write(self, job: Import) -> Answer:
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

    def counts(self, answer: Answer) -> str:
        text = _("Created: %(created)s. Updated: %(updated)s. Skipped: %(skipped)s. Failed: %(failed)s.")
        return text % answer
