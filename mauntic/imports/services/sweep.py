"""Restart imports whose worker died, and fail those whose file cannot be read or checked."""

from datetime import timedelta

from django.db import transaction

from mauntic.broker import enqueue
from mauntic.imports.models import Status
from mauntic.imports.services.files import delete_files
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now

SILENT_FOR = timedelta(minutes=2)
# Nothing is written at these steps, so that an import can fail at them.
BEFORE_WRITING = frozenset({Status.READING, Status.CHECKING})


@transaction.atomic
def restart_stalled(flow: Flow) -> int:
    """Enqueue imports again that made no progress for two minutes.

    An import whose file could not be read or checked fails instead: its job has stored an error, and the
    retries of the job are over within seconds.

    Returns: the number of imports that were enqueued.
    """
    imports = flow.model.objects
    silent = imports.filter(status__in=flow.jobs, progressed_at__lt=now() - SILENT_FOR)
    # Another sweep that runs at the same time handles the imports that it has locked.
    found = list(silent.select_for_update(skip_locked=True))
    broken = [job for job in found if job.error and job.status in BEFORE_WRITING]
    imports.filter(pk__in=[job.pk for job in broken]).update(
        status=Status.FAILED, processed=0, completed_at=now()
    )
    for job in broken:
        delete_files(job)
    stalled = [job for job in found if job not in broken]
    imports.filter(pk__in=[job.pk for job in stalled]).update(progressed_at=now())
    for job in stalled:
        enqueue(flow.jobs[job.status], str(job.pk))
    return len(stalled)
