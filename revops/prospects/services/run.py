"""Qualify all leads in the background, one run at a time, with progress, resumable."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.broker import enqueue
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import waiting
from revops.jobs import QUALIFY_ALL
from revops.prospects.models import QualificationRun
from revops.prospects.selectors.runs import silent_run
from revops.prospects.services.qualify import qualify_scope

CHUNK = 5_000
PATIENCE = 10.0
"""Seconds to wait for the chunk of a running worker, which takes about one."""


@transaction.atomic
def start_run() -> QualificationRun:
    """Enqueue the qualification of all leads, or start the running one again from the first lead.

    Returns: the run.

    Raises:
        Conflict: the chunk of a running worker takes longer than 10 s.
    """
    busy = _("Leads are being qualified. Try again in a moment.")
    with waiting(PATIENCE, busy=busy):
        running = QualificationRun.objects.filter(state=QualificationRun.State.RUNNING)
        run = running.select_for_update(no_key=True).first() or QualificationRun(total=0)
    run.total, run.done, run.changed, run.after = Contact.objects.count(), 0, 0, None
    run.progressed_at = now()
    run.save()
    # The worker of a running one may be dead. If it is alive, the row lock makes the two take turns.
    enqueue(QUALIFY_ALL, str(run.pk))
    return run


def continue_run(*, run_id: UUID, chunk: int = CHUNK) -> None:
    """Qualify the remaining leads, with a transaction per chunk. Several workers take turns.

    Args:
        run_id: the run.
        chunk: leads per transaction.

    Publishes: `ProspectQualified` for each lead with another recommendation.
    """
    try:
        while _step(run_id, chunk):
            pass
    except Exception as error:
        QualificationRun.objects.filter(pk=run_id).update(error=f"{type(error).__name__}: {error}")
        raise


@transaction.atomic
def resume_run() -> QualificationRun | None:
    """Enqueue the run whose worker is silent again.

    Returns: the run, or None.
    """
    silent = silent_run()
    if silent:
        enqueue(QUALIFY_ALL, str(silent.pk))
    return silent


@transaction.atomic
def _step(run_id: UUID, chunk: int) -> bool:
    """Qualify the next chunk, and return whether the run goes on. With the row lock, workers take turns."""
    run = QualificationRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None or not run.running:
        return False
    rest = Contact.objects.filter(pk__gt=run.after) if run.after else Contact.objects.all()
    ids = list(rest.order_by("pk").values_list("pk", flat=True)[:chunk])
    if ids:
        scope = rest.filter(pk__lte=ids[-1])
        run.done, run.changed = run.done + len(ids), run.changed + qualify_scope(scope=scope)
        run.after = ids[-1]
    if len(ids) < chunk:
        run.state, run.completed_at, run.total = QualificationRun.State.DONE, now(), run.done
    run.progressed_at, run.error = now(), ""
    run.save()
    return run.running
