"""Scoring everybody in the background: one at a time, told how far it is, and going on where it stopped."""

from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from scoring.models import Recalculation
from scoring.selectors import silent_recalculation, version_in_force
from scoring.selectors.scope import Stretch
from scoring.selectors.stretches import next_stretch
from scoring.services.rescore import CHUNK, rescore_scope


@transaction.atomic
def start_recalculation(*, by: User | None = None) -> Recalculation:
    """Have all contacts scored by a worker; `Conflict` while another recalculation is under way."""
    version_in_force(lock=True)  # of two who ask at the same time, one waits and is told
    running = _running()
    if running:
        raise Conflict(f"All leads are being scored already; {running.done:,} of {running.total:,} are done.")
    return _started(by)


@transaction.atomic
def recalculate_anew(*, by: User | None = None) -> Recalculation:
    """Have all contacts scored with what is in force now; one that is under way begins again."""
    running = _running()
    if running is None:
        return _started(by)
    running.after, running.total = None, Contact.objects.count()
    running.done = running.changed = running.crossings = 0
    running.save()
    # Its worker may be dead. Should it live, the two take turns.
    send_on_commit("scoring.recalculate", str(running.pk))
    return running


def continue_recalculation(*, recalculation_id: UUID, chunk: int = CHUNK) -> None:
    """Do what is left of it. Each chunk is kept with how far that is; several workers take turns."""
    try:
        while _step(recalculation_id, chunk):
            pass
    except Exception as error:
        Recalculation.objects.filter(pk=recalculation_id).update(error=f"{type(error).__name__}: {error}")
        raise


@transaction.atomic
def resume_recalculation() -> Recalculation | None:
    """Send off again the one whose worker has fallen silent; None when there is none."""
    silent = silent_recalculation()
    if silent:
        send_on_commit("scoring.recalculate", str(silent.pk))
    return silent


@transaction.atomic
def _step(recalculation_id: UUID, chunk: int) -> bool:
    """Score the next contacts; whether there were any."""
    job = Recalculation.objects.select_for_update().filter(pk=recalculation_id).first()
    if job is None or not job.running:
        return False
    found = next_stretch(Stretch(job.after), chunk)
    if found:
        scope, size = found
        rescored = rescore_scope(version_in_force(), scope, size, now())
        job.done, job.after = job.done + size, scope.until
        job.changed, job.crossings = job.changed + rescored.changed, job.crossings + rescored.crossings
    if found is None or job.after is None:
        job.state, job.completed_at, job.total = Recalculation.State.DONE, now(), job.done
    job.progressed_at, job.error = now(), ""
    job.save()
    return job.running


def _running() -> Recalculation | None:
    running = Recalculation.objects.filter(state=Recalculation.State.RUNNING)
    return running.select_for_update().first()


def _started(by: User | None) -> Recalculation:
    job = Recalculation.objects.create(total=Contact.objects.count(), started_by=by)
    send_on_commit("scoring.recalculate", str(job.pk))
    return job
