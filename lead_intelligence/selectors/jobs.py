"""Jobs, as the pages and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.results import Result
from lead_intelligence.domain.values import LABELS
from lead_intelligence.models import EnrichmentJob, VendorCall
from lead_intelligence.selectors.vendors import vendor_names
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound


def jobs() -> QuerySet[EnrichmentJob]:
    """Jobs with contact and calls, the newest first; two queries however many there are."""
    return EnrichmentJob.objects.select_related("contact", "requested_by").prefetch_related(
        Prefetch("calls", VendorCall.objects.select_related("provider"), to_attr="steps"),
    )


def latest_job(contact_id: UUID) -> EnrichmentJob | None:
    """The last job of a contact, with its steps."""
    return jobs().filter(contact=contact_id).first()


def latest_jobs(contact_ids: Sequence[UUID]) -> dict[UUID, EnrichmentJob]:
    """The last job of each contact that has one; one query."""
    newest = EnrichmentJob.objects.filter(contact__in=contact_ids).order_by("contact", "-created_at", "-id")
    return {job.contact_id: job for job in newest.distinct("contact")}


def job_of(job_id: UUID) -> EnrichmentJob:
    """One job with its steps; `NotFound` when there is none."""
    job = jobs().filter(pk=job_id).first()
    if job is None:
        raise NotFound("There is no such enrichment job.")
    return job


def history(contact_id: UUID, *, page: int, limit: int) -> tuple[list[EnrichmentJob], int]:
    """One page (from 1) of a contact's jobs, the newest first, and how many there are."""
    if not Contact.objects.filter(pk=contact_id).exists():
        raise NotFound("There is no such contact.")
    rows = jobs().filter(contact=contact_id)
    start = (page - 1) * limit
    return list(rows[start : start + limit]), rows.count()


def job_counts(job_ids: Sequence[UUID]) -> dict[str, int]:
    """How many of these jobs are in each status."""
    rows = EnrichmentJob.objects.filter(pk__in=job_ids).order_by().values_list("status").annotate(Count("pk"))
    return dict(rows)


def results_of(job: EnrichmentJob) -> list[tuple[Result, str]]:
    """What a job found, the taken values first, each with its vendor's name."""
    names = vendor_names()
    return [(each, names.get(each.provider, each.provider)) for each in (*job.values_found, *job.candidates)]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a vendor was not asked for some fields; without a vendor, why the search for them ended."""

    provider: str
    reason: str
    fields: Sequence[str]


def obstacles(job: EnrichmentJob) -> list[Obstacle]:
    """The reasons of a job, each told once; a vendor that was asked is told of by its call."""
    names = vendor_names()
    asked = set(job.providers_tried)
    by_reason: dict[tuple[str, str], list[str]] = {}
    for note in job.notes:
        if note["provider"] not in asked:
            by_reason.setdefault((note["provider"], note["reason"]), []).append(LABELS[Field(note["field"])])
    return [Obstacle(names.get(slug, slug), reason, fields) for (slug, reason), fields in by_reason.items()]
