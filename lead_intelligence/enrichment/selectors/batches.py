"""Batches with their progress."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound

FEW = 5
"""Number of finished jobs from which the finish of a batch is estimated."""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """The number of jobs of a batch in one status."""

    status: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """The progress of a batch. `counts` has every status, `cost` is in US dollars."""

    batch: EnrichmentBatch
    counts: Mapping[str, int]
    cost: Decimal
    began_at: datetime | None
    finished_at: datetime | None

    @property
    def jobs(self) -> int:
        """Return the number of jobs."""
        return sum(self.counts.values())

    @property
    def left_out(self) -> int:
        """Return the number of leads that were already being enriched when the batch was created."""
        return max(0, self.batch.total - self.jobs)

    @property
    def waiting(self) -> int:
        """Return the number of pending jobs, which can be canceled."""
        return self.counts[EnrichmentJob.Status.PENDING]

    @property
    def failed(self) -> int:
        """Return the number of failed jobs, which can be retried."""
        return self.counts[EnrichmentJob.Status.FAILED]

    @property
    def done(self) -> int:
        """Return the number of jobs that are neither pending nor running."""
        return self.jobs - sum(self.counts[status] for status in EnrichmentJob.OPEN)

    @property
    def is_running(self) -> bool:
        """Whether any job is pending or running."""
        return self.done < self.jobs

    @property
    def by_status(self) -> list[StatusCount]:
        """Return the statuses that occur, in the order in which jobs pass through them."""
        return [
            StatusCount(status.value, str(status.label), self.counts[status])
            for status in EnrichmentJob.Status
            if self.counts[status]
        ]

    @property
    def ready_at(self) -> datetime | None:
        """Return when the batch will finish at the speed so far; None if it cannot be estimated."""
        finished = self.done - self.counts[EnrichmentJob.Status.CANCELLED]
        if not self.is_running or self.began_at is None or finished < FEW:
            return None
        each = (now() - self.began_at) / finished
        return now() + max(each * (self.jobs - self.done), timedelta(seconds=1))


def batch_of(batch_id: UUID, *, for_update: bool = False) -> EnrichmentBatch:
    """Return a batch, locked with `for_update`.

    Raises: `NotFound` if it does not exist.
    """
    rows = EnrichmentBatch.objects.all()
    rows = rows.select_for_update() if for_update else rows.select_related("requested_by", "cancelled_by")
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("This batch does not exist."))
    return batch


def newest_batches() -> QuerySet[EnrichmentBatch]:
    """Return all batches, newest first."""
    return EnrichmentBatch.objects.select_related("requested_by", "cancelled_by")


def progress_of(batch: EnrichmentBatch) -> BatchProgress:
    """Return the progress of a batch; one query."""
    return progress([batch])[0]


def progress(some: Iterable[EnrichmentBatch]) -> list[BatchProgress]:
    """Return the progress of each batch, in their order; one query."""
    listed = list(some)
    rows = (
        EnrichmentJob.objects.filter(batch__in=listed)
        .order_by()
        .values("batch")
        .annotate(
            **{status.value: Count("pk", filter=Q(status=status)) for status in EnrichmentJob.Status},
            cost=Sum("total_cost"),
            began_at=Min("started_at"),
            finished_at=Max("completed_at"),
        )
    )
    figures = {row["batch"]: row for row in rows}
    return [_progress(batch, figures.get(batch.pk, {})) for batch in listed]


def _progress(batch: EnrichmentBatch, row: Mapping[str, object]) -> BatchProgress:
    counts = {status.value: row.get(status.value, 0) for status in EnrichmentJob.Status}
    return BatchProgress(
        batch=batch,
        counts={status: count for status, count in counts.items() if isinstance(count, int)},
        cost=Decimal(str(row.get("cost") or 0)),
        began_at=_moment(row.get("began_at")),
        finished_at=_moment(row.get("finished_at")),
    )


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
