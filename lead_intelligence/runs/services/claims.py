"""Claims of jobs: one worker at a time holds a job, until its lease expires."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, DateTimeField, F, Value, When
from django.db.models.functions import Coalesce

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, EnrichmentJobQuerySet
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.jobs import RUN_JOBS
from lead_intelligence.runs.services import calls
from mauntic.broker import enqueue_in
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows

LEASE = timedelta(seconds=20)
"""How long a worker holds a job. It renews the lease while calls are running."""
MOST_LOST = 5
"""Workers that may die at a job before it fails."""
LONGEST_CALL = timedelta(minutes=2)
"""A call that takes longer has lost its worker: the longest timeout of a vendor is 30 seconds."""


def is_stopped() -> bool:
    """Return whether all paid lookups are stopped."""
    return EnrichmentPolicy.objects.filter(stopped_at__isnull=False).exists()


@transaction.atomic
def claim(*, limit: int, lease: datetime, urgent_only: bool = False) -> list[EnrichmentJob]:
    """Claim up to `limit` jobs that are pending or whose worker has died, most urgent first.

    Calls whose answers were lost with a worker are closed. Jobs at which several workers died are left to
    `claim_suspect`.

    Returns: the claimed jobs, with contacts and companies loaded.
    """
    at = now()
    open_jobs = EnrichmentJob.objects.claimable(at).unsuspected()
    return _claim(open_jobs, at, limit, lease, urgent_only=urgent_only)


@transaction.atomic
def claim_suspect(*, lease: datetime, urgent_only: bool = False) -> list[EnrichmentJob]:
    """Claim one job at which several workers died. It is run while no other job is in hand.

    Returns: the job, or nothing.
    """
    at = now()
    return _claim(EnrichmentJob.objects.claimable(at).suspected(), at, 1, lease, urgent_only=urgent_only)


def _claim(
    open_jobs: EnrichmentJobQuerySet, at: datetime, limit: int, lease: datetime, *, urgent_only: bool
) -> list[EnrichmentJob]:
    open_jobs = open_jobs.order_by("urgency", "created_at", "id")
    if urgent_only:
        open_jobs = open_jobs.filter(urgency=0)
    taken = list(open_jobs.select_for_update(skip_locked=True).values_list("pk", "status")[:limit])
    if not taken:
        return []
    ids = [pk for pk, _ in taken]
    EnrichmentJob.objects.filter(pk__in=ids).update(
        lost_workers=F("lost_workers") + Case(When(status=EnrichmentJob.Status.RUNNING, then=1), default=0),
        status=EnrichmentJob.Status.RUNNING,
        started_at=Coalesce("started_at", Value(at, DateTimeField())),
        lease_until=lease,
        reason="",
    )
    jobs = list(
        EnrichmentJob.objects.filter(pk__in=ids)
        .select_related("contact__company")
        .order_by("urgency", "created_at", "id")
    )
    orphans = {pk for pk, status in taken if status == EnrichmentJob.Status.RUNNING}
    if orphans:
        calls.close_lost(jobs=[job for job in jobs if job.pk in orphans])
    return jobs


def renew(*, job_ids: Collection[UUID], old: datetime, new: datetime) -> set[UUID]:
    """Renew the lease of jobs.

    Returns: the ids of the jobs that this worker still holds.
    """
    held = EnrichmentJob.objects.filter(pk__in=job_ids, status=EnrichmentJob.Status.RUNNING, lease_until=old)
    if held.update(lease_until=new) == len(job_ids):
        return set(job_ids)
    return set(EnrichmentJob.objects.filter(pk__in=job_ids, lease_until=new).values_list("pk", flat=True))


@transaction.atomic
def put_back(*, jobs: Sequence[EnrichmentJob], lease: datetime) -> None:
    """Release jobs until their `not_before`, with their `reason`. Wakes a worker for the first one."""
    held = EnrichmentJob.objects.filter(
        pk__in=[job.pk for job in jobs], status=EnrichmentJob.Status.RUNNING, lease_until=lease
    )
    ours = set(held.order_by("pk").select_for_update().values_list("pk", flat=True))
    waiting = [job for job in jobs if job.pk in ours]
    for job in waiting:
        job.status, job.lease_until = EnrichmentJob.Status.PENDING, None
    update_rows(EnrichmentJob.objects, waiting, {"status", "lease_until", "not_before", "reason"})
    if waiting:
        first = min(job.not_before for job in waiting)
        enqueue_in(max(1, round((first - now()).total_seconds()) + 1), RUN_JOBS)
