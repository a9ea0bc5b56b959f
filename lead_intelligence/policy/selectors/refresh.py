"""Leads that are due for a refresh."""

from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from lead_intelligence.enrichment.models.blocks import ProcessingBlock
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.leads.domain.fields import API_FIELDS, Field
from lead_intelligence.leads.selectors import FINDABLE, lead_values
from lead_intelligence.provenance.selectors.history import History, histories
from lead_intelligence.spending.selectors.budgets import budget_states
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now

LABEL = "Refresh of "
"""The prefix of the names of batches of the policy, by which `refreshed_today` finds them: not translated."""


def policy_of_leads() -> EnrichmentPolicy:
    """Return the policy of the organization."""
    return EnrichmentPolicy.objects.get(pk=1)


def due_leads(policy: EnrichmentPolicy) -> QuerySet[Contact]:
    """Return leads with the minimum score whose last enrichment is too old, the highest scores first.

    A lookup without result counts too, so that the same miss is not paid for every day.

    Args:
        policy: names the minimum score and the age of an enrichment that is too old.
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
    """Return by contact (company loaded) the fields that are empty or enriched; two queries."""
    history, nothing = histories(contacts), History()
    return {contact.pk: _fields(contact, history[contact.pk], nothing) for contact in contacts}


def refreshed_today() -> int:
    """Return the number of leads that the policy requested since midnight (UTC)."""
    midnight = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    own = EnrichmentBatch.objects.filter(created_at__gte=midnight, requested_by=None, label__startswith=LABEL)
    total: int | None = own.aggregate(total=Sum("total"))["total"]
    return total or 0


def obstacle_to_refresh(policy: EnrichmentPolicy) -> str:
    """Return the sentence that explains why no lead is refreshed now; empty if there is no obstacle."""
    if not policy.refresh_enabled:
        return _("the refresh is off.")
    if obstacle := obstacle_to_spending(policy):
        return obstacle
    if refreshed_today() >= policy.refresh_per_day:
        return _("the daily limit is reached.")
    return ""


def obstacle_to_spending(policy: EnrichmentPolicy) -> str:
    """Return the sentence that explains why no vendor is paid now; empty if there is no obstacle."""
    if policy.stopped_at is not None:
        return _("paid lookups are stopped.")
    if used := [each for each in budget_states() if each.provider is None and each.is_used_up]:
        return _("{budget} is used up.").format(budget=used[0].name)
    return ""


def _fields(contact: Contact, history: Mapping[Field, History], nothing: History) -> tuple[Field, ...]:
    values = lead_values(contact)
    return tuple(
        field
        for field in API_FIELDS
        if field not in values or history.get(field, nothing).is_enriched(values[field])
    )
