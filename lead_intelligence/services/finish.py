"""The end of a job: results, values on the lead, quality and events, all in one transaction."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import in_words, to_json
from lead_intelligence.domain.waterfall import Found, Note, Plan
from lead_intelligence.models import EnrichmentJob, FieldResult, FieldWrite, VendorCall
from lead_intelligence.services import cache
from lead_intelligence.services.apply import write_back
from lead_intelligence.services.colleagues import tell_colleagues
from lead_intelligence.services.quality import quality_change
from mauntic.crm.models import Contact
from mauntic.events.catalog import EnrichmentFailed, LeadEnriched
from mauntic.events.catalog.base import Event
from mauntic.events.services import publish, publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from mauntic.kernel.money import to_amount

NOBODY = "waterfall"
"""Stands for a vendor in the event of a job that found nobody to ask."""


@transaction.atomic
def finish_job(
    *, job: EnrichmentJob, subject: Subject, plan: Plan, notes: Sequence[Note], budget_reason: str = ""
) -> None:
    """Write what was found and close the job, completed or exhausted; `Conflict` when another worker did.

    In order: the job is closed, the contact locked, the values are written, the answers cached, the events
    published.
    """
    done = list(job.calls.all())
    _close(job, plan, done, notes, budget_reason)
    contact = Contact.objects.select_related("company").select_for_update(of=("self",)).get(pk=job.contact_id)
    costs = _costs(done)
    _keep_results(job, plan, done, costs)
    writes = write_back(contact=contact, found=list(plan.found.values()), job=job, costs=costs)
    cache.store(subject=subject, answers=[*plan.found.values(), *plan.candidates])
    publish_many(_events(job, contact, plan, writes))
    applied = [Field(write.field) for write in writes if write.status == FieldWrite.Status.APPLIED]
    tell_colleagues(contact=contact, fields=applied)


@transaction.atomic
def fail_job(*, job: EnrichmentJob, reason: str) -> None:
    """Close a job that broke. What its calls answered and cost stays on record."""
    row = EnrichmentJob.objects.filter(
        pk=job.pk, status=EnrichmentJob.Status.RUNNING, lease_until=job.lease_until
    )
    if row.update(
        status=EnrichmentJob.Status.FAILED,
        reason=reason,
        completed_at=now(),
        **_totals(list(job.calls.all())),
    ):
        publish(EnrichmentFailed(contact_id=job.contact_id, provider="", reason=reason))


def _close(
    job: EnrichmentJob, plan: Plan, done: Sequence[VendorCall], notes: Sequence[Note], budget_reason: str
) -> None:
    missing = [field for field in job.fields if field not in plan.found]
    job.status = EnrichmentJob.Status.EXHAUSTED if missing else EnrichmentJob.Status.COMPLETED
    job.reason = _reason(missing, done, budget_reason) if missing else ""
    job.completed_at = now()
    job.providers_tried = list(dict.fromkeys(call.provider_id for call in done))
    job.notes = [{"field": note.field, "provider": note.slug, "reason": note.reason} for note in notes]
    values = {
        "status": job.status,
        "reason": job.reason,
        "completed_at": job.completed_at,
        "notes": job.notes,
        **_totals(done),
    }
    row = EnrichmentJob.objects.filter(
        pk=job.pk, status=EnrichmentJob.Status.RUNNING, lease_until=job.lease_until
    )
    if not row.update(**values):
        raise Conflict("Another worker has taken over this job.")


def _totals(done: Sequence[VendorCall]) -> dict[str, object]:
    return {
        "total_cost": sum((call.cost for call in done), Decimal(0)),
        "total_latency_ms": sum(call.duration_ms for call in done),
        "providers_tried": list(dict.fromkeys(call.provider_id for call in done)),
    }


def _reason(missing: Sequence[Field], done: Sequence[VendorCall], budget_reason: str) -> str:
    wanted = in_words(missing)
    said = f"No vendor gave: {wanted}." if done else f"No vendor could be asked for: {wanted}."
    return f"{budget_reason} {said}".strip()[:500]


def _costs(done: Sequence[VendorCall]) -> dict[tuple[str, Field], Decimal]:
    """What each value cost: an even share of its call."""
    return {
        (call.provider_id, Field(name)): to_amount(call.cost / len(call.answer))
        for call in done
        for name in call.answer
    }


def _keep_results(
    job: EnrichmentJob, plan: Plan, done: Sequence[VendorCall], costs: Mapping[tuple[str, Field], Decimal]
) -> None:
    latency = {call.provider_id: call.duration_ms for call in done}

    def row(answer: Found, kind: FieldResult.Kind) -> FieldResult:
        return FieldResult(
            job=job,
            field=answer.field,
            provider=answer.slug,
            value=to_json(answer.value.value),
            confidence=answer.value.confidence,
            cost=0 if answer.from_cache else costs.get((answer.slug, answer.field), 0),
            latency_ms=0 if answer.from_cache else latency.get(answer.slug, 0),
            kind=kind,
            from_cache=answer.from_cache,
        )

    FieldResult.objects.bulk_create(
        [row(answer, FieldResult.Kind.VALUE) for answer in plan.found.values()]
        + [row(answer, FieldResult.Kind.CANDIDATE) for answer in plan.candidates]
    )


def _events(job: EnrichmentJob, contact: Contact, plan: Plan, writes: Sequence[FieldWrite]) -> list[Event]:
    applied = [write for write in writes if write.status == FieldWrite.Status.APPLIED]
    events: list[Event] = []
    if applied or (plan.found and job.status == EnrichmentJob.Status.COMPLETED):
        contact.last_enriched_at = job.completed_at
        events.append(_enriched(contact.pk, applied, list(plan.found.values())))
    if job.status == EnrichmentJob.Status.EXHAUSTED:
        events.append(EnrichmentFailed(contact_id=contact.pk, provider=_last_asked(job), reason=job.reason))
    if change := quality_change(contact):
        events.append(change)
    return events


def _enriched(contact_id: UUID, applied: Sequence[FieldWrite], found: Sequence[Found]) -> LeadEnriched:
    return LeadEnriched(
        contact_id=contact_id,
        changed_fields=[write.field for write in applied],
        source=",".join(dict.fromkeys(write.provider for write in applied))
        or ",".join(dict.fromkeys(answer.slug for answer in found)),
        confidence=min(
            [write.confidence for write in applied] or [answer.value.confidence for answer in found]
        ),
    )


def _last_asked(job: EnrichmentJob) -> str:
    passed_over = [str(note["provider"]) for note in job.notes if note["provider"]]
    return (job.providers_tried or passed_over or [NOBODY])[-1]
