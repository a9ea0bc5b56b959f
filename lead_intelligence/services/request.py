"""Asking for leads to be enriched."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.fields import API_FIELDS, Field
from lead_intelligence.models import EnrichmentBatch, EnrichmentJob
from lead_intelligence.selectors.leads import lead_values
from mauntic.accounts.models import User
from mauntic.broker import send, send_on_commit
from mauntic.crm.models import Contact
from mauntic.crm.services import mark_enrichment_pending
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound

RESEND_AFTER = timedelta(minutes=10)
"""How long a waiting job's message is trusted to be in its queue."""
SWEEP_LIMIT = 1000
BATCH = 1000
# Messages of one queue are done in order: who waits at the screen is not put behind an import.
ACTORS = {EnrichmentJob.Priority.HIGH: "lead_intelligence.run_urgent_job"}
ACTOR = "lead_intelligence.run_job"


@transaction.atomic
def request_enrichment(
    *,
    contact_ids: Sequence[UUID],
    fields: Sequence[str] | None = None,
    priority: str = "normal",
    requested_by: User | None = None,
    batch: EnrichmentBatch | None = None,
) -> list[EnrichmentJob]:
    """Have these contacts enriched; their jobs, in the order of the contacts.

    Without `fields` (names of the API) each contact's empty ones are looked for, or all when none is empty.
    A contact that has an open job keeps that one, outside of `batch`. The workers are told on commit.
    `Invalid` names wrong fields or priority, `NotFound` unknown contacts.
    """
    wanted = _checked(fields, priority)
    ids = list(dict.fromkeys(contact_ids))
    jobs: dict[UUID, EnrichmentJob] = {}
    for some in chunked(ids, BATCH):
        contacts = _contacts(some)
        created = _create(contacts, wanted, EnrichmentJob.Priority(priority), requested_by, batch)
        mark_enrichment_pending(contact_ids=[job.contact_id for job in created])
        for job in created:
            send_on_commit(_actor(job), str(job.pk))
        jobs |= _latest(some)
    return [jobs[contact_id] for contact_id in ids]


def resume_jobs() -> int:
    """The sweep: send jobs again whose message was lost or whose worker died; how many."""
    at = now()
    lost = EnrichmentJob.objects.claimable(at).filter(lease_until__lte=at).order_by("lease_until")
    found = list(lost[:SWEEP_LIMIT])
    waiting = [job.pk for job in found if job.status == EnrichmentJob.Status.PENDING]
    EnrichmentJob.objects.filter(pk__in=waiting, status=EnrichmentJob.Status.PENDING).update(
        lease_until=at + RESEND_AFTER
    )
    for job in found:
        send(_actor(job), str(job.pk))
    return len(found)


def field_named(name: str, *, key: str = "fields") -> Field:
    """The field of that name in the API; `Invalid` for `key` lists those that there are."""
    if name not in API_FIELDS:
        raise Invalid({key: f"There is no field “{name}”. Choose of {', '.join(API_FIELDS)}."})
    return Field(name)


def _checked(fields: Sequence[str] | None, priority: str) -> list[Field] | None:
    if priority not in EnrichmentJob.Priority:
        raise Invalid({"priority": f"Choose one of {', '.join(EnrichmentJob.Priority.values)}."})
    if fields is None:
        return None
    if not fields:
        raise Invalid({"fields": "Name at least one field, or leave `fields` out."})
    return [field_named(name) for name in dict.fromkeys(fields)]


def _contacts(ids: Sequence[UUID]) -> list[Contact]:
    contacts = Contact.objects.filter(pk__in=ids).select_related("company").order_by("pk")
    found = list(contacts)
    if len(found) < len(ids):
        missing = sorted(set(ids) - {contact.pk for contact in found})
        raise NotFound(f"There is no contact {', '.join(str(pk) for pk in missing[:5])}.")
    return found


def _create(
    contacts: Sequence[Contact],
    fields: Sequence[Field] | None,
    priority: EnrichmentJob.Priority,
    requested_by: User | None,
    batch: EnrichmentBatch | None,
) -> list[EnrichmentJob]:
    """New jobs of those contacts that have no open one: the database decides."""
    at = now()
    jobs = EnrichmentJob.objects.bulk_create(
        [
            EnrichmentJob(
                contact=contact,
                priority=priority,
                field_requests=fields or _empty_fields(contact) or list(API_FIELDS),
                requested_by=requested_by,
                batch=batch,
                created_at=at,
                lease_until=at + RESEND_AFTER,
            )
            for contact in contacts
        ],
        ignore_conflicts=True,
    )
    kept = set(EnrichmentJob.objects.filter(pk__in=[job.pk for job in jobs]).values_list("pk", flat=True))
    return [job for job in jobs if job.pk in kept]


def _empty_fields(contact: Contact) -> list[Field]:
    filled = lead_values(contact)
    return [field for field in API_FIELDS if field not in filled]


def _latest(contact_ids: Sequence[UUID]) -> dict[UUID, EnrichmentJob]:
    newest = EnrichmentJob.objects.filter(contact__in=contact_ids).order_by("contact", "-created_at", "-id")
    return {job.contact_id: job for job in newest.distinct("contact")}


def _actor(job: EnrichmentJob) -> str:
    return ACTORS.get(EnrichmentJob.Priority(job.priority), ACTOR)
