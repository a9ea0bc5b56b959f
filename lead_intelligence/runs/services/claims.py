"""Whose turn a job is: claimed from the database by one worker at a time, and kept by a lease."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.jobs import RUN_JOBS
from lead_intelligence.runs.services import calls
from mauntic.broker import enqueue_in
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows

LEASE = timedelta(seconds=20)
"""How long a job stays with a worker that gives no sign of life. The worker renews it while calls are out."""
LONGEST_CALL = timedelta(minutes=2)
"""A call that has not ended by then lost its worker: vendors are given 30 seconds at most."""


def is_stopped() -> bool:
    """Whether all paid look-ups are stopped."""
    return EnrichmentPolicy.objects.filter(stopped_at__isnull=False).exists()


@transaction.atomic
def claim(*, limit: int, lease: datetime, urgent_only: bool = False) -> list[EnrichmentJob]:
    """Take up to `limit` jobs that wait or whose worker has died, the most urgent first; the taken ones.

    Calls whose answers died with a worker are closed. Contacts and companies are loaded.
    """
    at = now()
    open_jobs = EnrichmentJob.objects.claimable(at).order_by("urgency", "created_at", "id")
    if urgent_only:
        open_jobs = open_jobs.filter(urgency=0)
    taken = list(open_jobs.select_for_update(skip_locked=True).values_list("pk", "status")[:limit])
    if not taken:
        return []
    ids = [pk for pk, _ in taken]
    EnrichmentJob.objects.filter(pk__in=ids).update(
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
    """Keep jobs for longer; those that are still this worker's."""
    held = EnrichmentJob.objects.filter(pk__in=job_ids, status=EnrichmentJob.Status.RUNNING, lease_until=old)
    if held.update(lease_until=new) == len(job_ids):
        return set(job_ids)
    return set(EnrichmentJob.objects.filter(pk__in=job_ids, lease_until=new).values_list("pk", flat=True))


@transaction.atomic
def put_back(*, jobs: Sequence[EnrichmentJob], lease: datetime) -> None:
    """Let jobs wait, each until its `not_before` and with its `reason`; a worker is woken for the first."""
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
