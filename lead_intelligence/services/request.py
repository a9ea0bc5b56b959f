"""Asking for leads to be enriched."""

import random
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.fields import API_FIELDS, Field
from lead_intelligence.models import EnrichmentBatch, EnrichmentJob, EnrichmentPolicy
from lead_intelligence.selectors.leads import lead_values
from lead_intelligence.services import budget, claims
from lead_intelligence.services.job_rows import insert_jobs
from mauntic.accounts.models import User
from mauntic.broker import send_on_commit
from mauntic.crm.models import Contact
from mauntic.crm.services import mark_enrichment_pending
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotFound

BATCH = 1000
JOBS_PER_NUDGE = 100
MOST_NUDGES = 8
"""Messages for any number of jobs: a worker that was woken goes on while there are jobs."""


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
    A contact that has an open job keeps that one, outside of `batch`; it becomes as urgent as this request.
    The workers are told on commit.
    `Invalid` names wrong fields or priority, `NotFound` unknown contacts.
    """
    wanted = _checked(fields, priority)
    ids = list(dict.fromkeys(contact_ids))
    jobs: dict[UUID, EnrichmentJob] = {}
    for some in chunked(ids, BATCH):
        contacts = _contacts(some)
        created = _create(contacts, wanted, EnrichmentJob.Priority(priority), requested_by, batch)
        mark_enrichment_pending(contact_ids=[job.contact_id for job in created])
        _hurry(some, EnrichmentJob.Priority(priority))
        jobs |= _latest(some)
    nudge(jobs=len(ids), priority=EnrichmentJob.Priority(priority))
    return [jobs[contact_id] for contact_id in ids]


def resume_jobs() -> int:
    """The sweep: wake workers for jobs whose message was lost or whose worker died; how many jobs wait.

    Money that is held for calls which nobody makes any more is given back.
    """
    budget.recount(at=now())
    waiting = EnrichmentJob.objects.claimable(now()).count()
    nudge(jobs=waiting)
    return waiting


def nudge(*, jobs: int, priority: EnrichmentJob.Priority = EnrichmentJob.Priority.NORMAL) -> None:
    """Wake workers for so many waiting jobs, once the current transaction is committed."""
    # Messages of one queue are done in order: who waits at the screen is not put behind an import.
    actor = claims.URGENT_ACTOR if priority == EnrichmentJob.Priority.HIGH else claims.ACTOR
    for _ in range(min(-(-jobs // JOBS_PER_NUDGE), MOST_NUDGES)):
        send_on_commit(actor)


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
    share = EnrichmentPolicy.objects.get(pk=1).exploration_share
    return insert_jobs(
        [
            EnrichmentJob(
                contact=contact,
                priority=priority,
                field_requests=fields or _empty_fields(contact) or list(API_FIELDS),
                requested_by=requested_by,
                batch=batch,
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
    return {job.contact_id: job for job in newest.distinct("contact")}


def _hurry(contact_ids: Sequence[UUID], priority: EnrichmentJob.Priority) -> None:
    """Let waiting jobs of these contacts be at least as urgent as they are asked for now."""
    slower = list(EnrichmentJob.Priority)[: list(EnrichmentJob.Priority).index(priority)]
    waiting = EnrichmentJob.objects.filter(contact__in=contact_ids, status=EnrichmentJob.Status.PENDING)
    waiting.filter(priority__in=slower).update(priority=priority)
