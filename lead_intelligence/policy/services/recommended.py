"""Automatic enrichment of leads for which qualification recommends it."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.policy.selectors.recommended import LABEL, enrichable, recommended_today
from lead_intelligence.policy.selectors.refresh import obstacle_to_spending


@transaction.atomic
def enrich_recommended(*, contact_ids: Collection[UUID]) -> int:
    """Request the enrichment of leads in one batch with low priority, within budgets and the daily limit.

    A lead that was looked up within the age of the policy is left alone, so that enrichment, which qualifies
    the lead again, cannot cause itself.

    Args:
        contact_ids: leads that are recommended to be enriched.

    Returns: the number of leads.
    """
    if not contact_ids:
        return 0
    # Locked, so that concurrent deliveries cannot both use the rest of the daily limit.
    policy = EnrichmentPolicy.objects.select_for_update(of=("self",)).get(pk=1)
    room = policy.refresh_per_day - recommended_today()
    if room <= 0 or obstacle_to_spending(policy):
        return 0
    wanted = enrichable(contact_ids, policy, limit=room)
    if wanted:
        batch = EnrichmentBatch.objects.create(label=f"{LABEL}{len(wanted):,} leads", total=len(wanted))
        request_enrichment(contact_ids=wanted, priority=EnrichmentJob.Priority.LOW, batch=batch)
    return len(wanted)
