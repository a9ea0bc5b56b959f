"""Imports whose worker died are taken up again."""

from datetime import timedelta

from django.db import transaction

from mauntic.broker import send_on_commit
from mauntic.crm.models import Import
from mauntic.kernel.clock import now

SILENT_FOR = timedelta(minutes=2)
ACTORS = {
    Import.Status.CHECKING: "crm.check_import",
    Import.Status.RUNNING: "crm.run_import",
    Import.Status.REVERTING: "crm.revert_import",
}


@transaction.atomic
def restart_stalled() -> int:
    """Send imports again that show no progress for two minutes; how many. No row is written twice by it."""
    silent = Import.objects.filter(status__in=ACTORS, progressed_at__lt=now() - SILENT_FOR)
    jobs = list(silent.select_for_update(skip_locked=True))
    Import.objects.filter(pk__in=[job.pk for job in jobs]).update(progressed_at=now())
    for job in jobs:
        send_on_commit(ACTORS[Import.Status(job.status)], str(job.pk))
    return len(jobs)
