"""Which jobs run: three at a time, each by one worker, taken over when that dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mauntic.broker import enqueue_at_once
from mauntic.kernel.clock import now
from revops.agents.research.models.jobs import AT_ONCE, MOST_ATTEMPTS, JobState, ResearchJob
from revops.jobs import RUN_RESEARCH


class LostJob(Exception):
    """Another worker has the job, or it is gone. Nothing more may be written for it."""


def claim_next(only: UUID | None = None) -> ResearchJob | None:
    """Take the oldest job that waits or whose worker died, if fewer than three run.

    Args:
        only: the job to take; None for any.

    Returns: the job, with a slot; None if there is none, or no free slot.
    """
    for slot in range(1, AT_ONCE + 1):
        try:
            job = _claim(slot, only)
        except IntegrityError:
            continue  # another worker took the slot in the same moment
        if job is None or job.state == JobState.RUNNING:
            return job
    return None


@transaction.atomic
def _claim(slot: int, only: UUID | None) -> ResearchJob | None:
    """Take a job for a slot. The unique constraint of running jobs refuses a slot that is taken.

    Returns: the job; a failed one if it was interrupted too often; None without a job.
    """
    jobs = ResearchJob.objects.claimable(now())
    jobs = jobs.filter(pk=only) if only else jobs
    # Whoever claims in the same moment skips this row, and takes the next.
    job = jobs.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
    if job is None:
        return None
    if job.attempt >= MOST_ATTEMPTS:
        job.state, job.slot, job.completed_at = JobState.FAILED, None, now()
        job.problem = _("Interrupted {count} times.").format(count=job.attempt)
    else:
        # A job that is taken over keeps its slot.
        slot = job.slot or slot
        job.state, job.slot, job.attempt = JobState.RUNNING, slot, job.attempt + 1
        job.started_at = job.started_at or now()
        job.progressed_at = now()
    job.save()
    return job


@contextmanager
def writing(job: ResearchJob) -> Iterator[ResearchJob]:
    """Open a transaction in which the job is locked and still this worker's.

    Yields: the row as it is stored, to be changed. It is saved at the end.
    Raises: `LostJob`.
    """
    with transaction.atomic():
        # The lock makes erasing a contact wait for this transaction, and this worker see that it is gone.
        rows = ResearchJob.objects.select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt).first()
        if row is None:
            raise LostJob
        yield row
        row.progressed_at = now()
        row.save()


def fail(job: ResearchJob, problem: str) -> None:
    """End a job that cannot go on.

    Raises: `LostJob`.
    """
    with writing(job) as row:
        row.state, row.slot, row.problem, row.completed_at = JobState.FAILED, None, problem[:500], now()


def resume() -> int:
    """Send a message for each job that waits or whose worker died.

    Returns: the number of messages.
    """
    waiting = ResearchJob.objects.claimable(now())[:AT_ONCE]
    return sum(enqueue_at_once(RUN_RESEARCH) for _job in waiting)
