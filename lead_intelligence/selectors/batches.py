"""Batches and how far they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from lead_intelligence.models import EnrichmentBatch, EnrichmentJob
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound

FEW = 5
"""Jobs that must have ended before their speed tells when the others will."""


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many jobs of a batch are in one status."""

    status: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchProgress:
    """How far a batch is. `counts` holds every status, `cost` is in US dollars."""

    batch: EnrichmentBatch
    counts: Mapping[str, int]
    cost: Decimal
    began_at: datetime | None
    ended_at: datetime | None

    @property
    def jobs(self) -> int:
        """Jobs that were made."""
        return sum(self.counts.values())

    @property
    def left_out(self) -> int:
        """Leads that were being enriched already when the batch was asked for."""
        return max(0, self.batch.total - self.jobs)

    @property
    def waiting(self) -> int:
        """Jobs that nobody has begun, which can be cancelled."""
        return self.counts[EnrichmentJob.Status.PENDING]

    @property
    def failed(self) -> int:
        """Jobs that broke, which can be asked again."""
        return self.counts[EnrichmentJob.Status.FAILED]

    @property
    def done(self) -> int:
        """Jobs at their end, whatever it was."""
        return self.jobs - sum(self.counts[status] for status in EnrichmentJob.OPEN)

    @property
    def is_running(self) -> bool:
        """Whether more is to come."""
        return self.done < self.jobs

    @property
    def by_status(self) -> list[StatusCount]:
        """The statuses that there are, in the order in which jobs pass through them."""
        return [
            StatusCount(status.value, str(status.label), self.counts[status])
            for status in EnrichmentJob.Status
            if self.counts[status]
        ]

    @property
    def ready_at(self) -> datetime | None:
        """When the rest will be done at the speed so far; None while that cannot be told."""
        ended = self.done - self.counts[EnrichmentJob.Status.CANCELLED]
        if not self.is_running or self.began_at is None or ended < FEW:
            return None
        each = (now() - self.began_at) / ended
        return now() + max(each * (self.jobs - self.done), timedelta(seconds=1))


def batch_of(batch_id: UUID, *, for_update: bool = False) -> EnrichmentBatch:
    """One batch, locked when it is to be changed; `NotFound` when there is none."""
    rows = EnrichmentBatch.objects.all()
    rows = rows.select_for_update() if for_update else rows.select_related("requested_by", "cancelled_by")
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("There is no such batch.")
    return batch


def batches() -> QuerySet[EnrichmentBatch]:
    """All batches, the newest first."""
    return EnrichmentBatch.objects.select_related("requested_by", "cancelled_by")


def progress_of(batch: EnrichmentBatch) -> BatchProgress:
    """How far a batch is; one query."""
    return progress([batch])[0]


def progress(some: Iterable[EnrichmentBatch]) -> list[BatchProgress]:
    """How far each of these batches is, in their order; one query."""
    listed = list(some)
    rows = (
        EnrichmentJob.objects.filter(batch__in=listed)
        .order_by()
        .values("batch")
        .annotate(
            **{status.value: Count("pk", filter=Q(status=status)) for status in EnrichmentJob.Status},
            cost=Sum("total_cost"),
            began_at=Min("started_at"),
            ended_at=Max("completed_at"),
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
        ended_at=_moment(row.get("ended_at")),
    )


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None
