"""Finish jobs: results, values of leads, data quality and events, in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.cache.services import answers
from lead_intelligence.enrichment.domain import Packed, Result, pack_result
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Found, Json, to_json
from lead_intelligence.leads.labels import in_words
from lead_intelligence.privacy.services.blocks import block_people
from lead_intelligence.provenance.services.apply import Costs, Draft, Offer, write_back
from lead_intelligence.provenance.services.colleagues import notify_colleagues
from lead_intelligence.quality.services import quality_change
from lead_intelligence.runs.services.searches import BLOCKED, Search, missing_fields
from lead_intelligence.waterfall.domain import Plan
from mauntic.crm.contacts.services.locks import lock_contacts
from mauntic.crm.contacts.services.projections import date_enrichment
from mauntic.crm.models import Company, Contact
from mauntic.events.catalog import EnrichmentFailed, LeadEnriched
from mauntic.events.services import publish_many
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.money import to_amount

NO_VENDOR = "waterfall"
"""The `provider` in the event of a job that could not call any vendor."""
CLOSED = frozenset(
    {
        "status",
        "reason",
        "completed_at",
        "providers_tried",
        "notes",
        "results",
        "total_cost",
        "total_latency_ms",
    }
)


@dataclass(slots=True, eq=False)
class FinishedSearch:
    """A search that has ended, with its final plan."""

    search: Search
    plan: Plan

    @property
    def job(self) -> EnrichmentJob:
        """The job."""
        return self.search.job


@transaction.atomic
def finish_jobs(*, finished: Sequence[FinishedSearch], lease: datetime) -> None:
    """Write the found values, and close the jobs as completed or exhausted.

    Jobs that another worker has taken over, and jobs of deleted contacts, are skipped.

    Publishes: LeadEnriched for changed leads, EnrichmentFailed for exhausted jobs, DataQualityChanged, then
    LeadEnriched for the other contacts of changed companies.
    """
    # Contacts before jobs, like the deletion of a contact: another order could deadlock.
    contacts = _locked([each.job.contact_id for each in finished])
    ours = _ours([each.job for each in finished], lease)
    finished = [each for each in finished if each.job.pk in ours and each.job.contact_id in contacts]
    for each in finished:
        _discard_blocked(each)
        _close(each)
    update_rows(EnrichmentJob.objects, [each.job for each in finished], CLOSED)
    _block(finished)
    _lock_employers(contacts.values())
    offers = [
        Offer(
            contacts[each.job.contact_id], each.job, list(each.plan.found.values()), _costs(each.search.calls)
        )
        for each in finished
    ]
    write_back(offers=offers)
    answers.store_many(
        answers=[
            (each.search.subject, [*each.plan.found.values(), *each.plan.candidates]) for each in finished
        ]
    )
    _publish(finished, offers)


@transaction.atomic
def fail_jobs(*, jobs: Sequence[EnrichmentJob], lease: datetime, reason: str) -> None:
    """Close jobs as failed. The answers and costs of their calls are kept.

    Publishes: EnrichmentFailed for each job with a contact.
    """
    ours = _ours(jobs, lease)
    broken = [job for job in jobs if job.pk in ours]
    for job in broken:
        job.status, job.reason, job.completed_at = EnrichmentJob.Status.FAILED, reason[:500], now()
        _total(job, list(job.calls.all()))
    update_rows(EnrichmentJob.objects, broken, CLOSED)
    publish_many(
        EnrichmentFailed(contact_id=job.contact_id, provider="", reason=reason)
        for job in broken
        if job.contact_id
    )


def _ours(jobs: Sequence[EnrichmentJob], lease: datetime) -> set[UUID]:
    """Lock the jobs that this worker still holds, and return their ids."""
    held = EnrichmentJob.objects.filter(
        pk__in=[job.pk for job in jobs], status=EnrichmentJob.Status.RUNNING, lease_until=lease
    )
    return set(held.order_by("pk").select_for_update().values_list("pk", flat=True))


def _locked(contact_ids: Sequence[UUID | None]) -> dict[UUID | None, Contact]:
    """Lock contacts, and return them without the deleted ones."""
    return {contact.pk: contact for contact in lock_contacts([pk for pk in contact_ids if pk])}


def _lock_employers(contacts: Collection[Contact]) -> None:
    """Lock and reload the companies: another worker may be enriching other contacts of theirs."""
    employers = {contact.company_id for contact in contacts if contact.company_id}
    locked = Company.objects.filter(pk__in=employers).order_by("pk").select_for_update(no_key=True)
    companies = locked.in_bulk()
    for contact in contacts:
        contact.company = companies.get(contact.company_id) if contact.company_id else None


def _discard_blocked(each: FinishedSearch) -> None:
    """Discard all values of a person who opted out, whichever vendor returned them."""
    if each.search.blocked_by:
        each.search.is_blocked = True
        each.plan = Plan({}, [], [], None)


def _block(finished: Sequence[FinishedSearch]) -> None:
    vendors = {each.search.blocked_by for each in finished} - {""}
    for provider in sorted(vendors):
        people = [
            each.job.contact for each in finished if each.job.contact and each.search.blocked_by == provider
        ]
        block_people(contacts=people, provider=provider)


def _close(each: FinishedSearch) -> None:
    job, search = each.job, each.search
    missing = missing_fields(search, each.plan.found)
    job.status = EnrichmentJob.Status.EXHAUSTED if missing else EnrichmentJob.Status.COMPLETED
    job.reason = _reason(search, missing) if missing else ""
    job.completed_at = now()
    job.notes = [{"field": note.field, "provider": note.slug, "reason": note.reason} for note in search.notes]
    job.results = _results(each, _costs(search.calls))
    _total(job, search.calls)


def _total(job: EnrichmentJob, calls: Sequence[VendorCall]) -> None:
    job.total_cost = sum((call.cost for call in calls), Decimal(0))
    job.total_latency_ms = sum(call.duration_ms for call in calls)
    job.providers_tried = list(dict.fromkeys(call.provider_id for call in calls))


def _reason(search: Search, missing: Sequence[Field]) -> str:
    if search.is_blocked:
        return str(BLOCKED)
    wanted = in_words(missing)
    text = _("Not found: {fields}.") if search.calls else _("No vendor could be called for: {fields}.")
    return f"{search.budget_reason} {text.format(fields=wanted)}".strip()[:500]


def _costs(calls: Sequence[VendorCall]) -> Costs:
    """Return the cost of each value: an equal share of its call."""
    return {
        (call.provider_id, Field(name)): to_amount(call.cost / len(call.answer))
        for call in calls
        for name in call.answer
    }


def _results(each: FinishedSearch, costs: Costs) -> list[Packed]:
    found = [_result(each, costs, answer, is_taken=True) for answer in each.plan.found.values()]
    aside = [_result(each, costs, answer, is_taken=False) for answer in each.plan.candidates]
    return [*found, *aside]


def _result(each: FinishedSearch, costs: Costs, answer: Found, *, is_taken: bool) -> Packed:
    bought = not answer.from_cache
    return pack_result(
        Result(
            field=answer.field,
            provider=answer.slug,
            value=to_json(answer.value.value),
            confidence=answer.value.confidence,
            cost=costs.get((answer.slug, answer.field), Decimal(0)) if bought else Decimal(0),
            latency_ms=each.search.last_call(answer.slug).duration_ms if bought else 0,
            is_taken=is_taken,
            from_cache=answer.from_cache,
        )
    )


def _publish(finished: Sequence[FinishedSearch], offers: Sequence[Offer]) -> None:
    """Publish the events by type: the change of a lead before its data quality."""
    both = list(zip(finished, offers, strict=True))
    enriched = [event for each, offer in both if (event := _enriched(each, offer))]
    _date(enriched, offers)
    publish_many(enriched)
    publish_many(
        EnrichmentFailed(contact_id=offer.contact.pk, provider=_last_asked(each.job), reason=each.job.reason)
        for each, offer in both
        if each.job.status == EnrichmentJob.Status.EXHAUSTED
    )
    publish_many(change for offer in offers if (change := quality_change(offer.contact)))
    notify_colleagues(
        changed=[(offer.contact, [write.field for write in _applied(offer)]) for offer in offers]
    )


def _date(enriched: Sequence[LeadEnriched], offers: Sequence[Offer]) -> None:
    """Write the time of enrichment with the values.

    A receiver that assesses a changed lead may run before the one that shows its enrichment. It would find
    new values of no age, and store a lower quality.
    """
    found = {event.contact_id for event in enriched}
    date_enrichment(
        times={
            offer.contact.pk: offer.contact.last_enriched_at
            for offer in offers
            if offer.contact.pk in found and offer.contact.last_enriched_at
        }
    )


def _enriched(each: FinishedSearch, offer: Offer) -> LeadEnriched | None:
    applied, found = _applied(offer), offer.found
    if not applied and (not found or each.job.status != EnrichmentJob.Status.COMPLETED):
        return None
    offer.contact.last_enriched_at = each.job.completed_at
    return LeadEnriched(
        contact_id=offer.contact.pk,
        changed_fields=[write.field for write in applied],
        source=",".join(
            dict.fromkeys([write.provider for write in applied] or [answer.slug for answer in found])
        ),
        confidence=min(
            [write.confidence for write in applied] or [answer.value.confidence for answer in found]
        ),
        replaced_fields=[write.field for write in applied if write.old_value],
        added_technologies=_technologies(applied, gained=True),
        removed_technologies=_technologies(applied, gained=False),
    )


def _technologies(applied: Sequence[Draft], *, gained: bool) -> list[str]:
    """Return the technologies added or removed; none if the stack was unknown before."""
    for write in applied:
        if write.field is Field.TECH_STACK and isinstance(write.old_value, list) and write.old_value:
            before, after = set(map(str, write.old_value)), set(map(str, cast("list[Json]", write.new_value)))
            return sorted(after - before if gained else before - after)
    return []


def _applied(offer: Offer) -> list[Draft]:
    return [write for write in offer.writes if write.is_applied]


def _last_asked(job: EnrichmentJob) -> str:
    passed_over = [str(note["provider"]) for note in job.notes if note["provider"]]
    return (job.providers_tried or passed_over or [NO_VENDOR])[-1]
