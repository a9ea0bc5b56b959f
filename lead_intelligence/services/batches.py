"""Enriching many leads together: asked for once, watched and cancelled as one."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lead_intelligence.models import EnrichmentBatch, EnrichmentJob
from lead_intelligence.selectors.batches import batch_of
from lead_intelligence.services.request import request_enrichment
from mauntic.accounts.models import User
from mauntic.crm.services import EnrichmentRow, project_enrichment
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.ids import new_id

LARGEST = 50_000
"""Leads of one batch: more than that is a mistake rather than a wish."""
CANCELLED = "Was cancelled with its batch."
LABEL_LENGTH = 200


@transaction.atomic
def request_batch(
    *,
    contact_ids: Sequence[UUID],
    label: str,
    fields: Sequence[str] | None = None,
    priority: str = "normal",
    requested_by: User | None = None,
    batch_id: UUID | None = None,
) -> EnrichmentBatch:
    """Have many contacts enriched together; all of their jobs are made, or none.

    Who gives a `batch_id` may ask twice: the second time answers with the batch of the first. A contact that
    has an open job keeps that one, outside of this batch. `fields` and errors are those of
    `request_enrichment`; `Invalid` also for no contacts, or more than 50,000.
    """
    ids = list(dict.fromkeys(contact_ids))
    if not ids:
        raise Invalid({"contactIds": "Choose at least one lead."})
    if len(ids) > LARGEST:
        raise Invalid({"contactIds": f"{len(ids):,} leads are too many at once: choose up to {LARGEST:,}."})
    values = {"label": label[:LABEL_LENGTH], "total": len(ids), "requested_by": requested_by}
    # Of two that come at once with the same id, the second waits here until the first is through.
    batch, is_new = EnrichmentBatch.objects.get_or_create(pk=batch_id or new_id(), defaults=values)
    if is_new:
        request_enrichment(
            contact_ids=ids, fields=fields, priority=priority, requested_by=requested_by, batch=batch
        )
    return batch


@transaction.atomic
def cancel_batch(*, batch_id: UUID, by: User) -> int:
    """Cancel the jobs that wait; how many. Those that run end as they would have.

    `NotAllowed` for others than the one who asked for it, ops and admins.
    """
    batch = batch_of(batch_id, for_update=True)
    if not may_cancel(batch, by):
        raise NotAllowed("Only who asked for it, ops and admins may cancel a batch.")
    at = now()
    # A job that a worker claims at this moment is not pending any more when its lock is free: it runs.
    count = batch.jobs.filter(status=EnrichmentJob.Status.PENDING).update(
        status=EnrichmentJob.Status.CANCELLED, reason=CANCELLED, completed_at=at, lease_until=None
    )
    _tell_crm(batch.jobs.filter(status=EnrichmentJob.Status.CANCELLED, completed_at=at))
    if batch.cancelled_at is None:
        batch.cancelled_at, batch.cancelled_by = at, by
        batch.save(update_fields=["cancelled_at", "cancelled_by"])
    return count


@transaction.atomic
def retry_batch(*, batch_id: UUID, by: User, new_batch_id: UUID | None = None) -> EnrichmentBatch:
    """Ask again for the leads whose jobs failed, as a batch of its own; `Conflict` when none did."""
    batch = batch_of(batch_id)
    failed = list(batch.jobs.filter(status=EnrichmentJob.Status.FAILED).order_by("pk"))
    if not failed:
        raise Conflict("No job of this batch failed, so there is nothing to ask again.")
    return request_batch(
        contact_ids=[job.contact_id for job in failed],
        label=f"Again: {batch}",
        fields=_same_fields(failed),
        priority=failed[0].priority,
        requested_by=by,
        batch_id=new_batch_id,
    )


def may_cancel(batch: EnrichmentBatch, user: User) -> bool:
    """Whether this person may stop the batch."""
    return user.is_ops or batch.requested_by_id == user.pk


def _same_fields(jobs: Sequence[EnrichmentJob]) -> list[str] | None:
    """The fields that all jobs look for; None when each has its own, as with `empty fields`."""
    wanted = {tuple(job.field_requests) for job in jobs}
    return list(wanted.pop()) if len(wanted) == 1 else None


def _tell_crm(cancelled: QuerySet[EnrichmentJob]) -> None:
    """Contacts whose job was cancelled are where their job before had left them."""
    told = (EnrichmentJob.Status.COMPLETED, EnrichmentJob.Status.EXHAUSTED, EnrichmentJob.Status.FAILED)
    ended = EnrichmentJob.objects.filter(contact__in=cancelled.values("contact"), status__in=told)
    last = ended.order_by("contact", "-created_at", "-id").distinct("contact")
    before = dict(last.values_list("contact", "status"))
    contact_ids = sorted(cancelled.values_list("contact", flat=True))
    project_enrichment(rows=[EnrichmentRow(contact_id=pk, status=before.get(pk, "")) for pk in contact_ids])
