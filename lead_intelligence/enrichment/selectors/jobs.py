"""Jobs for pages and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.domain import Result
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import label_of
from lead_intelligence.vendors.selectors.accounts import vendor_names
from mauntic.crm.models import Contact
from mauntic.kernel.errors import NotFound


def newest_jobs() -> QuerySet[EnrichmentJob]:
    """Return jobs with contact and calls, newest first; two queries."""
    return EnrichmentJob.objects.select_related("contact", "requested_by").prefetch_related(
        Prefetch("calls", VendorCall.objects.select_related("provider"), to_attr="steps"),
    )


def latest_jobs(contact_ids: Sequence[UUID]) -> dict[UUID, EnrichmentJob]:
    """Return the latest job of each contact that has one, by contact id; one query."""
    newest = EnrichmentJob.objects.filter(contact__in=contact_ids).order_by("contact", "-created_at", "-id")
    return {job.contact_id: job for job in newest.distinct("contact") if job.contact_id}


def job_of(job_id: UUID) -> EnrichmentJob:
    """Return a job with its calls.

    Raises: `NotFound` if it does not exist.
    """
    job = newest_jobs().filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("This enrichment job does not exist."))
    return job


def history(contact_id: UUID) -> QuerySet[EnrichmentJob]:
    """Return the jobs of a contact, newest first.

    Raises: `NotFound` if the contact does not exist.
    """
    if not Contact.objects.filter(pk=contact_id).exists():
        raise NotFound(_("This contact does not exist."))
    return newest_jobs().filter(contact=contact_id)


def job_counts(job_ids: Sequence[UUID]) -> dict[str, int]:
    """Return the number of jobs by status."""
    rows = EnrichmentJob.objects.filter(pk__in=job_ids).order_by().values_list("status").annotate(Count("pk"))
    return dict(rows)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result with the names of its field and vendor."""

    result: Result
    label: str
    vendor: str


def results_of(job: EnrichmentJob) -> list[ResultLine]:
    """Return the results of a job, selected values first."""
    names = vendor_names()
    return [
        ResultLine(each, label_of(each.field), names.get(each.provider, each.provider))
        for each in (*job.values_found, *job.candidates)
    ]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a vendor was skipped for some fields; without a vendor, why the search for them ended."""

    provider: str
    reason: str
    fields: Sequence[str]


def obstacles(job: EnrichmentJob) -> list[Obstacle]:
    """Return the reasons of a job, each once. Vendors that were called are left out."""
    names = vendor_names()
    asked = set(job.providers_tried)
    by_reason: dict[tuple[str, str], list[str]] = {}
    for note in job.notes:
        if note["provider"] not in asked:
            by_reason.setdefault((note["provider"], note["reason"]), []).append(
                label_of(Field(note["field"]))
            )
    return [Obstacle(names.get(slug, slug), reason, fields) for (slug, reason), fields in by_reason.items()]
