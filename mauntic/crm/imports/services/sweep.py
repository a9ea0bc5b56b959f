"""Restart imports whose worker died."""

from datetime import timedelta

from django.db import transaction

from mauntic.broker import enqueue
from mauntic.crm.imports.models import Import
from mauntic.crm.jobs import CHECK_IMPORT, READ_IMPORT, REVERT_IMPORT, RUN_IMPORT
from mauntic.kernel.clock import now

SILENT_FOR = timedelta(minutes=2)
JOBS = {
    Import.Status.READING: READ_IMPORT,
    Import.Status.CHECKING: CHECK_IMPORT,
    Import.Status.RUNNING: RUN_IMPORT,
    Import.Status.REVERTING: REVERT_IMPORT,
}


@transaction.atomic
def restart_stalled() -> int:
    """Enqueue imports again that made no progress for two minutes. No row is written twice.

    Returns: the number of imports.
    """
    silent = Import.objects.filter(status__in=JOBS, progressed_at__lt=now() - SILENT_FOR)
    # Another sweep that runs at the same time handles the imports that it has locked.
    imports = list(silent.select_for_update(skip_locked=True))
    Import.objects.filter(pk__in=[each.pk for each in imports]).update(progressed_at=now())
    for each in imports:
        enqueue(JOBS[Import.Status(each.status)], str(each.pk))
    return len(imports)
