"""Batches: request, cancel and retry the enrichment of several leads."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.selectors.batches import batch_of
from lead_intelligence.enrichment.services.requests import request_enrichment
from mauntic.accounts.models import User
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.contacts.services.projections import EnrichmentRow, project_enrichment
from mauntic.kernel.clock import now
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed
from mauntic.kernel.ids import new_id

LARGEST_BATCH = 50_000
"""Limit of leads per batch, against mistakes."""
CANCELLED = _("Canceled with its batch.")
NOT_YOURS = _("Only the creator of a batch, ops and admins can cancel it.")
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
    """Request the enrichment of several contacts: all of their jobs are created, or none.

    Args:
        fields: see `request_enrichment`.
        batch_id: makes the request idempotent: a second request returns the batch of the first.

    Returns: the batch. A contact with an open job keeps that job, outside of the batch.

    Raises: the errors of `request_enrichment`; `Invalid` also without contacts or for more than 50,000.
    """
    ids = list(dict.fromkeys(contact_ids))
    if not ids:
        raise Invalid({"contactIds": gettext("Select at least one lead.")})
    if len(ids) > LARGEST_BATCH:
        raise Invalid(
            {
                "contactIds": gettext("{count} leads are too many. Select up to {limit}.").format(
                    count=number(len(ids)), limit=number(LARGEST_BATCH)
                )
            }
        )
    values = {"label": label[:LABEL_LENGTH], "total": len(ids), "requested_by": requested_by}
    # The second of two simultaneous requests with the same id waits here until the first has committed.
    batch, is_new = EnrichmentBatch.objects.get_or_create(pk=batch_id or new_id(), defaults=values)
    if is_new:
        request_enrichment(
            contact_ids=ids, fields=fields, priority=priority, requested_by=requested_by, batch=batch
        )
    return batch


@transaction.atomic
def cancel_batch(*, batch_id: UUID, by: User) -> int:
    """Cancel the pending jobs of a batch. Running jobs finish.

    Returns: the number of canceled jobs.

    Raises: `NotAllowed` unless `by` created the batch or is ops or admin.
    """
    batch = batch_of(batch_id, for_update=True)
    if not may_cancel(batch, by):
        raise NotAllowed(str(NOT_YOURS))
    at = now()
    # Contacts are locked before jobs, as in every transaction: a worker may be deleting or enriching them.
    pending = batch.jobs.filter(status=EnrichmentJob.Status.PENDING, contact__isnull=False)
    list(lock_contacts(pk for pk in pending.values_list("contact", flat=True) if pk))
    # A job that a worker claims at this moment is no longer pending when its lock is released: it runs.
    count = batch.jobs.filter(status=EnrichmentJob.Status.PENDING).update(
        status=EnrichmentJob.Status.CANCELLED, reason=str(CANCELLED), completed_at=at, lease_until=None
    )
    _restore_statuses(batch.jobs.filter(status=EnrichmentJob.Status.CANCELLED, completed_at=at))
    if batch.cancelled_at is None:
        batch.cancelled_at, batch.cancelled_by = at, by
        batch.save(update_fields=["cancelled_at", "cancelled_by"])
    return count


@transaction.atomic
def retry_batch(*, batch_id: UUID, by: User, new_batch_id: UUID | None = None) -> EnrichmentBatch:
    """Enrich the leads whose jobs failed in a new batch.

    Raises: `Conflict` if no job failed.
    """
    batch = batch_of(batch_id)
    failed = list(batch.jobs.filter(status=EnrichmentJob.Status.FAILED, contact__isnull=False).order_by("pk"))
    if not failed:
        raise Conflict(gettext("No job of this batch failed. There is nothing to retry."))
    return request_batch(
        contact_ids=[job.contact_id for job in failed if job.contact_id],
        label=gettext("Retry of {batch}").format(batch=batch),
        fields=_same_fields(failed),
        priority=failed[0].priority,
        requested_by=by,
        batch_id=new_batch_id,
    )


def may_cancel(batch: EnrichmentBatch, user: User) -> bool:
    """Whether the user may cancel the batch."""
    return user.is_ops or batch.requested_by_id == user.pk


def _same_fields(jobs: Sequence[EnrichmentJob]) -> list[str] | None:
    """Return the fields that all jobs request; None if they differ."""
    wanted = {tuple(job.field_requests) for job in jobs}
    return list(wanted.pop()) if len(wanted) == 1 else None


def _restore_statuses(cancelled: QuerySet[EnrichmentJob]) -> None:
    """Set the status of contacts whose job was canceled to that of their previous job."""
    final = (EnrichmentJob.Status.COMPLETED, EnrichmentJob.Status.EXHAUSTED, EnrichmentJob.Status.FAILED)
    finished = EnrichmentJob.objects.filter(contact__in=cancelled.values("contact"), status__in=final)
    last = finished.order_by("contact", "-created_at", "-id").distinct("contact")
    before = dict(last.values_list("contact", "status"))
    contact_ids = cancelled.filter(contact__isnull=False).values_list("contact", flat=True)
    project_enrichment(
        rows=[EnrichmentRow(contact_id=pk, status=before.get(pk, "")) for pk in contact_ids if pk]
    )
