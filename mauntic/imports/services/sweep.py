"""Restart imports whose worker died."""

from datetime import timedelta

from django.db import transaction

from mauntic.broker import enqueue
from mauntic.imports.services.flow import Flow
from mauntic.kernel.clock import now

SILENT_FOR = timedelta(minutes=2)


@transaction.atomic
def restart_stalled(flow: Flow) -> int:
    """Enqueue imports again that made no progress for two minutes.

    Returns: the number of imports.
    """
    imports = flow.model.objects
    silent = imports.filter(status__in=flow.jobs, progressed_at__lt=now() - SILENT_FOR)
    # Another sweep that runs at the same time handles the imports that it has locked.
    found = list(silent.select_for_update(skip_locked=True).values_list("pk", "status"))
    imports.filter(pk__in=[pk for pk, _ in found]).update(progressed_at=now())
    for pk, status in found:
        enqueue(flow.jobs[status], str(pk))
    return len(found)
