"""Import deals with their history from a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from mauntic.imports.management import Answer, ImportCommand
from mauntic.imports.models import Verdict
from mauntic.imports.services.discard import discard
from revops.deal_imports.domain.file import LABELS
from revops.deal_imports.models import DealImport
from revops.deal_imports.services import run as services
from revops.deal_imports.services.check import check_deals

SHOWN_FAILURES = 10


class Command(ImportCommand[DealImport]):
    help = _("Import deals from a CSV or XLSX file, as on the import page.")
    name = "import_deals"
    map_metavar = "FIELD=COLUMN"
    map_help = _(
        "column of a field that overrides the suggested one; empty to not import it; fields: %(fields)s"
    ) % {"fields": ", ".join(LABELS)}

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unknown-owner",
            choices=DealImport.UnknownOwner.values,
            default=DealImport.UnknownOwner.NOBODY,
            help=_("import deals of unknown owners without an owner, or fail their rows"),
        )

    def upload(self, file: BinaryIO, file_name: str, options: Mapping[str, Any]) -> DealImport:
        return services.upload_deals(
            file=file, file_name=file_name, sheet=options["sheet"], in_background=False
        )

    def map_columns(self, job: DealImport, changes: Mapping[str, str], options: Mapping[str, Any]) -> None:
        mapping = {field: column for field, column in (job.mapping | changes).items() if column}
        services.set_deal_mapping(
            job=job, mapping=mapping, unknown_owner=options["unknown_owner"], in_background=False
        )

    def discard(self, job: DealImport) -> None:
        discard(job=job)

    def preview(self, job: DealImport) -> Answer:
        rows = check_deals(job)
        counts = Counter(row.verdict for row in rows)
        failures = [(row.line.number, row.reason) for row in rows if row.verdict is Verdict.ERROR]
        return _answer(job, counts[Verdict.CREATE], counts[Verdict.SKIP], failures)

    def write(self, job: DealImport) -> Answer:
        services.start_deal_import(job=job, in_background=False)
        services.run_deal_import(import_id=job.pk)
        job.refresh_from_db()
        failures = [(row["number"], row["reason"]) for row in job.failures]
        return _answer(job, job.created_count, job.skipped_count, failures)


def _answer(job: DealImport, created: int, skipped: int, failures: Sequence[tuple[int, str]]) -> Answer:
    return {
        "file": job.file_name,
        "rows": job.total,
        "created": created,
        "skipped": skipped,
        "failed": len(failures),
        "failures": [{"row": number, "reason": reason} for number, reason in failures[:SHOWN_FAILURES]],
    }
