"""Score all contacts in the background, one job at a time, with progress, resumable."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import waiting
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict
from scoring.jobs import RECALCULATE
from scoring.model.models import ModelVersion
from scoring.model.selectors.versions import version_in_force
from scoring.model.services import lock_model
from scoring.recalculation.models import Recalculation
from scoring.recalculation.selectors import silent_recalculation
from scoring.recalculation.services.notify import notify_of_crossings
from scoring.scores.selectors.ranges import next_range
from scoring.scores.selectors.scope import IdRange
from scoring.scores.services.rescoring import CHUNK, rescore_scope

PATIENCE = 10.0  # seconds; a chunk takes one to five
MOST_RESUMED = 12
"""Times in a row, an hour in all, that a recalculation without progress is resumed."""


@transaction.atomic
def start_recalculation(*, by: User | None = None) -> Recalculation:
    """Enqueue a recalculation of all contacts.

    Args:
        by: the person who acts; None for Mauntic itself.

    Returns: the recalculation.

    Raises: `Conflict` while another one is running.
    """
    version = lock_model()  # of two requests at the same time, the second waits and gets a conflict
    running = _running(version)
    if running:
        raise Conflict(
            gettext(
                "Scoring of all leads is already running: {done} of {total} done. Wait until it ends."
            ).format(done=number(running.done), total=number(running.total))
        )
    return _started(by)


@transaction.atomic
def restart_recalculation(*, instead_of: ModelVersion, by: User | None = None) -> Recalculation:
    """Enqueue a recalculation with the version in force, or restart the running one.

    Args:
        instead_of: the version that was in force until now.
        by: the person who acts; None for Mauntic itself.

    Waits for the chunk of a running worker.

    Returns: the recalculation.

    Raises: `Conflict` if the chunk takes longer than 10 s.
    """
    running = _running(instead_of)
    if running is None:
        return _started(by)
    running.after, running.total = None, Contact.objects.count()
    running.done = running.changed = running.crossings = running.reweighed = 0
    running.started_by, running.resumed = by, 0
    running.save()
    # Its worker may be dead. If it is alive, the row lock of each step makes the two take turns.
    enqueue(RECALCULATE, str(running.pk))
    return running


def continue_recalculation(*, recalculation_id: UUID, chunk: int = CHUNK) -> None:
    """Score the remaining contacts, with a transaction per chunk. Several workers take turns.

    Args:
        recalculation_id: the id of the recalculation.
        chunk: contacts per transaction.

    Publishes: `LeadScored` and `ScoreThresholdCrossed` for new and changed scores.
    """
    try:
        while _step(recalculation_id, chunk):
            pass
    except Exception as error:
        Recalculation.objects.filter(pk=recalculation_id).update(error=f"{type(error).__name__}: {error}")
        raise


@transaction.atomic
def resume_recalculation() -> Recalculation | None:
    """Enqueue the recalculation whose worker is silent again.

    One that was resumed again and again without progress is given up: it kills its workers, and would take
    the work of others with it.

    Returns: the recalculation, or None.
    """
    silent = silent_recalculation()
    if silent is None:
        return None
    job = Recalculation.objects.select_for_update(no_key=True).get(pk=silent.pk)
    if job.resumed >= MOST_RESUMED:
        job.state, job.completed_at = Recalculation.State.FAILED, now()
        job.error = job.error or gettext("Its worker ended {count} times.").format(count=number(job.resumed))
    else:
        job.resumed += 1
        enqueue(RECALCULATE, str(job.pk))
    job.save(update_fields=["state", "completed_at", "error", "resumed"])
    return job


@transaction.atomic
def _step(recalculation_id: UUID, chunk: int) -> bool:
    """Score the next chunk. The row is locked, so that workers take turns.

    Returns: whether the job is still running.
    """
    job = Recalculation.objects.select_for_update(no_key=True).filter(pk=recalculation_id).first()
    if job is None or not job.running:
        return False
    found = next_range(IdRange(job.after), chunk)
    if found:
        scope, size = found
        rescored = rescore_scope(scope, size, now())
        job.done, job.after = job.done + size, scope.until
        job.changed += rescored.changed
        job.crossings += rescored.crossings
        job.reweighed += rescored.reweighed
    if found is None or job.after is None:
        job.state, job.completed_at, job.total = Recalculation.State.DONE, now(), job.done
        notify_of_crossings(job, version_in_force())
    job.progressed_at, job.error, job.resumed = now(), "", 0
    job.save()
    return job.running


def _running(version: ModelVersion) -> Recalculation | None:
    """Lock and return the running recalculation."""
    running = Recalculation.objects.filter(state=Recalculation.State.RUNNING)
    busy = gettext("Leads are being scored with version {version}. Try again in a moment.").format(
        version=version.version
    )
    with waiting(PATIENCE, busy=busy):
        return running.select_for_update(no_key=True).first()


def _started(by: User | None) -> Recalculation:
    job = Recalculation.objects.create(total=Contact.objects.count(), started_by=by)
    enqueue(RECALCULATE, str(job.pk))
    return job
