"""Requests for enrichment."""

import random
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services.rows import insert_jobs
from lead_intelligence.jobs import RUN_JOBS, RUN_URGENT_JOBS
from lead_intelligence.leads.domain.fields import API_FIELDS, Field, field_named
from lead_intelligence.leads.selectors import lead_values
from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.crm.contacts.services.enriched import mark_enrichment_pending
from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.errors import Invalid, NotFound

BATCH = 1000
JOBS_PER_NUDGE = 100
MOST_NUDGES = 8
"""Limit of messages for any number of jobs: a worker continues as long as there are jobs."""


@transaction.atomic
def request_enrichment(
    *,
    contact_ids: Sequence[UUID],
    fields: Sequence[str] | None = None,
    priority: str = "normal",
    requested_by: User | None = None,
    batch: EnrichmentBatch | None = None,
    channel: str = "",
) -> list[EnrichmentJob]:
    """Request the enrichment of contacts. Workers start on commit.

    Args:
        fields: names of the API; by default the empty fields of each contact, or all fields if none is empty.
        priority: low, normal or high.
        channel: the write key or form that created the contacts.

    Returns: the jobs, in the order of the contacts. A contact with an open job keeps that job, outside of
    `batch`; its priority is raised to that of the request.

    Raises: `Invalid` for wrong fields or priority, `NotFound` for unknown contacts.
    """
    wanted = _checked(fields, priority)
    ids = list(dict.fromkeys(contact_ids))
    jobs: dict[UUID, EnrichmentJob] = {}
    for some in chunked(ids, BATCH):
        contacts = _contacts(some)
        created = _create(
            contacts,
            wanted,
            priority=EnrichmentJob.Priority(priority),
            requested_by=requested_by,
            batch=batch,
            channel=channel,
        )
        mark_enrichment_pending(contact_ids=[job.contact_id for job in created if job.contact_id])
        _raise_priority(some, EnrichmentJob.Priority(priority))
        jobs |= _latest(some)
    nudge(jobs=len(ids), priority=EnrichmentJob.Priority(priority))
    return [jobs[contact_id] for contact_id in ids]


def nudge(*, jobs: int, priority: EnrichmentJob.Priority = EnrichmentJob.Priority.NORMAL) -> None:
    """Start workers for `jobs` pending jobs when the current transaction is committed."""
    # A queue is processed in order. A user who waits for a page is not put behind an import.
    job = RUN_URGENT_JOBS if priority == EnrichmentJob.Priority.HIGH else RUN_JOBS
    for _message in range(min(-(-jobs // JOBS_PER_NUDGE), MOST_NUDGES)):
        enqueue(job)


def _checked(fields: Sequence[str] | None, priority: str) -> list[Field] | None:
    if priority not in EnrichmentJob.Priority:
        raise Invalid(
            {"priority": _("Use one of {values}.").format(values=", ".join(EnrichmentJob.Priority.values))}
        )
    if fields is None:
        return None
    if not fields:
        raise Invalid({"fields": _("Enter at least one field, or leave out `fields`.")})
    return [field_named(name) for name in dict.fromkeys(fields)]


def _contacts(ids: Sequence[UUID]) -> list[Contact]:
    contacts = Contact.objects.filter(pk__in=ids).select_related("company").order_by("pk")
    found = list(contacts)
    if len(found) < len(ids):
        missing = sorted(set(ids) - {contact.pk for contact in found})
        raise NotFound(_("Unknown contact: {ids}.").format(ids=", ".join(str(pk) for pk in missing[:5])))
    return found


def _create(
    contacts: Sequence[Contact],
    fields: Sequence[Field] | None,
    *,
    priority: EnrichmentJob.Priority,
    requested_by: User | None,
    batch: EnrichmentBatch | None,
    channel: str,
) -> list[EnrichmentJob]:
    """Create jobs for the contacts without an open job. A unique constraint decides."""
    at = now()
    share = EnrichmentPolicy.objects.get(pk=1).exploration_share
    return insert_jobs(
        [
            EnrichmentJob(
                contact=contact,
                priority=priority,
                field_requests=fields or _empty_fields(contact) or list(API_FIELDS),
                requested_by=requested_by,
                batch=batch,
                channel=channel,
                explores=random.random() < share,  # noqa: S311 (no secret)
                created_at=at,
                not_before=at,
            )
            for contact in contacts
        ]
    )


def _empty_fields(contact: Contact) -> list[Field]:
    filled = lead_values(contact)
    return [field for field in API_FIELDS if field not in filled]


def _latest(contact_ids: Sequence[UUID]) -> dict[UUID, EnrichmentJob]:
    newest = EnrichmentJob.objects.filter(contact__in=contact_ids).order_by("contact", "-created_at", "-id")
    return {job.contact_id: job for job in newest.distinct("contact") if job.contact_id}


def _raise_priority(contact_ids: Sequence[UUID], priority: EnrichmentJob.Priority) -> None:
    """Raise the priority of pending jobs of these contacts to at least `priority`."""
    slower = list(EnrichmentJob.Priority)[: list(EnrichmentJob.Priority).index(priority)]
    waiting = EnrichmentJob.objects.filter(contact__in=contact_ids, status=EnrichmentJob.Status.PENDING)
    waiting.filter(priority__in=slower).update(priority=priority)
