"""The ledger of the last 90 days for the learning waterfall, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue, Found, from_json, unpack
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.learning.models import WaterfallChange
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.clock import now

WINDOW = timedelta(days=90)
MOST_JOBS, MOST_EXPLORED = 4000, 1000
"""The newest jobs are enough. Those with a random order say more than others."""
PROVEN_AFTER = timedelta(days=30)
SURE_ADDRESS = 0.9
"""An address of this confidence without a bounce for `PROVEN_AFTER` counts as correct."""
CHANGES_SHOWN = 20
DONE = (EnrichmentJob.Status.COMPLETED, EnrichmentJob.Status.EXHAUSTED)

Proofs = dict[tuple[str, Field], bool]


def past_jobs() -> list[PastJob]:
    """Return the finished jobs that called a vendor, newest first, in four queries."""
    rows = _job_rows()
    ids = [row["id"] for row in rows]
    calls, cached, proofs = _calls(ids), _cached(ids), _proofs(ids)
    return [
        PastJob(
            fields=tuple(Field(name) for name in row["field_requests"]),
            calls=tuple(calls[row["id"]].values()),
            cached=tuple(cached[row["id"]]),
            proofs=proofs[row["id"]],
            explores=row["explores"],
        )
        for row in rows
        if row["id"] in calls
    ]


def vendor_states() -> dict[str, ProviderState]:
    """Return the states of the vendors for a lead with enough data, in one query."""
    return {
        each.slug: ProviderState(
            slug=each.slug, supports=each.fields, cost=each.cost_per_lookup, unavailable=_obstacle(each)
        )
        for each in EnrichmentProvider.objects.all()
    }


def changes() -> Sequence[WaterfallChange]:
    """Return the latest applied suggestions, newest first."""
    return list(WaterfallChange.objects.select_related("config", "by")[:CHANGES_SHOWN])


def _obstacle(provider: EnrichmentProvider) -> str:
    if not provider.enabled:
        return _("Disabled.")
    return "" if provider.api_key else _("No API key.")


def _job_rows() -> list[dict[str, Any]]:
    # The values of deleted leads are gone, so nothing can be learned from them.
    finished = EnrichmentJob.objects.filter(
        status__in=DONE, created_at__gte=now() - WINDOW, contact__isnull=False
    )
    rows = finished.exclude(providers_tried=[]).order_by("-created_at", "-id")
    columns = ("id", "field_requests", "explores", "created_at")
    newest = rows.filter(explores=False).values(*columns)[:MOST_JOBS]
    explored = rows.filter(explores=True).values(*columns)[:MOST_EXPLORED]
    return sorted([*newest, *explored], key=lambda row: (row["created_at"], row["id"]), reverse=True)


def _calls(ids: Sequence[UUID]) -> dict[UUID, dict[str, PastCall]]:
    """Return the last call to each vendor per job, with the cost of all its attempts."""
    found: dict[UUID, dict[str, PastCall]] = {}
    rows = VendorCall.objects.filter(job__in=ids, finished_at__isnull=False).order_by("started_at", "id")
    columns = ("job_id", "provider_id", "outcome", "fields", "cost", "answer")
    for job_id, slug, outcome, fields, cost, answer in rows.values_list(*columns).iterator():
        job = found.setdefault(job_id, {})
        before = job[slug].cost if slug in job else Decimal(0)
        job[slug] = PastCall(
            slug=slug,
            outcome=Outcome(outcome),
            asked=frozenset(Field(name) for name in fields),
            cost=before + cost,
            values=unpack(answer),
        )
    return found


def _cached(ids: Sequence[UUID]) -> Mapping[UUID, list[Found]]:
    found: defaultdict[UUID, list[Found]] = defaultdict(list)
    for job in EnrichmentJob.objects.filter(pk__in=ids).only("results"):
        for each in job.values_found:
            if each.from_cache:
                value = FieldValue(from_json(each.value), each.confidence)
                found[job.pk].append(Found(each.field, each.provider, value, from_cache=True))
    return found


def _proofs(ids: Sequence[UUID]) -> Mapping[UUID, Proofs]:
    """Return which values of the jobs proved correct or wrong, by people and bounces."""
    found: defaultdict[UUID, Proofs] = defaultdict(dict)
    for write in FieldWrite.objects.filter(job__in=ids).only(
        "job_id",
        "field",
        "provider",
        "confidence",
        "status",
        "at",
        "accepted_by_id",
        "refuted_at",
        "reverted_by_id",
    ):
        verdict = _verdict(write, now())
        if verdict is not None and write.job_id is not None:
            found[write.job_id][write.provider, Field(write.field)] = verdict
    return found


def _verdict(write: FieldWrite, at: datetime) -> bool | None:
    """Return whether a value was correct; None if unknown."""
    if write.refuted_at or (write.status == FieldWrite.Status.REVERTED and write.reverted_by_id):
        return False
    if write.status != FieldWrite.Status.APPLIED:
        return None
    lasted = write.field == Field.EMAIL and write.confidence >= SURE_ADDRESS and write.at <= at - PROVEN_AFTER
    return True if write.accepted_by_id or lasted else None
