"""Correct the cells of a refused row on the preview, and set its verdict again."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mauntic.crm.imports.models import Import, ImportRow
from mauntic.crm.imports.services.check import BY_EMAIL, Checker
from mauntic.crm.imports.services.run import TO_WRITE
from mauntic.imports.services.steps import claim
from mauntic.kernel.errors import NotFound
from mauntic.kernel.files import EXTRA_CELLS, UNREADABLE

Verdict = ImportRow.Verdict


@transaction.atomic
def mend_row(*, job: Import, number: int, cells: Mapping[str, str]) -> ImportRow:
    """Replace cells of a refused row, and check the row again.

    Args:
        job: an import with a preview.
        number: the number of the row in the file.
        cells: texts by column; columns that the file does not have are left out.

    Returns: the row with its verdict, which may be an error again.

    Raises: `Conflict` unless the import is at its preview; `NotFound` unless the row is a refused one.
    """
    # The update locks the import, so that nobody starts it before the row has its verdict.
    claim(
        job=job,
        when=Q(status=Import.Status.PREVIEW),
        refusal=_("Rows can be corrected only before the import starts. Its status is %(status)s."),
    )
    row = refused_row(job, number)
    kept = {name: text for name, text in row.values.items() if name not in {EXTRA_CELLS, UNREADABLE}}
    row.values = kept | {name: text for name, text in cells.items() if name in job.columns}
    mapping = {column: job.mapping.get(column, "") for column in job.columns}
    Checker.of(job, mapping).check([row])
    _refuse_double(job, row)
    row.save(update_fields=["values", "verdict", "reason", "cleaned", "contact"])
    return row


def refused_row(job: Import, number: int) -> ImportRow:
    """Return a refused row of an import.

    Raises: `NotFound` if there is none with that number.
    """
    row = job.rows.filter(number=number, verdict=Verdict.ERROR).first()
    if row is None:
        raise NotFound(_("This row does not need a correction."))
    row.job = job
    return row


def _refuse_double(job: Import, row: ImportRow) -> None:
    """Skip the row if another row of the file has its email address: the check saw this row alone."""
    email = (row.cleaned or {}).get("contact", {}).get("email")
    if row.verdict not in TO_WRITE or not email:
        return
    others = job.rows.filter(cleaned__contact__email=email, verdict__in=TO_WRITE).exclude(pk=row.pk)
    if other := others.order_by("number").values_list("number", flat=True).first():
        row.verdict, row.reason = Verdict.SKIP, str(BY_EMAIL) % {"row": other}
