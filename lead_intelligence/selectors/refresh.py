"""Which leads are due to be enriched again."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from lead_intelligence.domain.fields import API_FIELDS, Field
from lead_intelligence.models import EnrichmentBatch, EnrichmentJob, EnrichmentPolicy, ProcessingBlock
from lead_intelligence.selectors.budgets import budget_states
from lead_intelligence.selectors.leads import lead_values
from lead_intelligence.selectors.written import History, histories
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now

LABEL = "Refresh of "
"""How the names of the batches begin that the policy makes."""
FINDABLE = (
    ~Q(email="")
    | ~Q(linkedin_url="")
    | ~Q(company__domain="") & Q(company__isnull=False)
    | ~Q(first_name="") & ~Q(last_name="") & Q(company__isnull=False)
)
"""Contacts that some vendor can be asked for, as `is_findable` has it."""


def policy_of_leads() -> EnrichmentPolicy:
    """The organization's policy."""
    return EnrichmentPolicy.objects.get(pk=1)


def due_leads(policy: EnrichmentPolicy) -> QuerySet[Contact]:
    """Leads with a hot enough score whose last enrichment is too old, the hottest first.

    One that was looked up in vain counts from that day, so that nobody pays for the same miss every day.
    """
    since = now() - timedelta(days=policy.refresh_after_days)
    recent = EnrichmentJob.objects.filter(contact=OuterRef("pk"), created_at__gte=since)
    in_vain = Q(
        last_enriched_at=None, enrichment_status__in=(EnrichmentStatus.EXHAUSTED, EnrichmentStatus.FAILED)
    )
    return (
        Contact.objects.filter(FINDABLE, lead_score__gte=policy.refresh_min_score)
        .filter(Q(last_enriched_at__lt=since) | in_vain)
        .exclude(enrichment_status=EnrichmentStatus.PENDING)
        .filter(~Exists(recent), ~Exists(ProcessingBlock.objects.filter(contact=OuterRef("pk"))))
        .order_by("-lead_score", "-intent_score", "-id")
    )


def fields_to_refresh(contacts: Sequence[Contact]) -> Mapping[UUID, tuple[Field, ...]]:
    """Per contact (its company loaded) the fields that are empty or hold an enriched value; two queries."""
    history, nothing = histories(contacts), History()
    return {contact.pk: _fields(contact, history[contact.pk], nothing) for contact in contacts}


def refreshed_today() -> int:
    """Leads that the policy asked for since midnight (UTC)."""
    midnight = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    own = EnrichmentBatch.objects.filter(created_at__gte=midnight, requested_by=None, label__startswith=LABEL)
    total: int | None = own.aggregate(total=Sum("total"))["total"]
    return total or 0


def obstacle_to_refresh(policy: EnrichmentPolicy) -> str:
    """Why no lead is enriched again now, in a sentence; empty when nothing is in the way."""
    if not policy.refresh_enabled:
        return "It is switched off."
    if policy.stopped_at is not None:
        return "All paid look-ups are stopped."
    if used := [each for each in budget_states() if each.provider is None and each.is_used_up]:
        return f"{used[0].name} is used up."
    if refreshed_today() >= policy.refresh_per_day:
        return f"Today's {policy.refresh_per_day:,} leads were asked for."
    return ""


def _fields(contact: Contact, history: Mapping[Field, History], nothing: History) -> tuple[Field, ...]:
    values = lead_values(contact)
    return tuple(
        field
        for field in API_FIELDS
        if field not in values or history.get(field, nothing).is_enriched(values[field])
    )
