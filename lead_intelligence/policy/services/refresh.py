"""Refresh: enrich top leads again when their data is old, within budgets."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from lead_intelligence.cache.services.forget import forget_older
from lead_intelligence.enrichment.models.jobs import EnrichmentBatch, EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.policy.selectors.refresh import (
    LABEL,
    due_leads,
    fields_to_refresh,
    obstacle_to_refresh,
    refreshed_today,
)
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

AT_ONCE = 2000
"""Limit of leads per run; the next run continues."""
KEYS = {
    "refresh_after_days": "refreshAfterDays",
    "refresh_min_score": "refreshMinScore",
    "refresh_per_day": "refreshPerDay",
    "strangers_per_hour": "strangersPerHour",
}


@transaction.atomic
def refresh_leads() -> int:
    """Request the enrichment of due leads in one batch with low priority.

    Empty and enriched fields are requested. Cached values older than the policy allows are deleted.
    Concurrent runs wait for each other (lock), so that the daily limit holds.

    Returns: the number of leads.
    """
    policy = EnrichmentPolicy.objects.select_for_update(of=("self",)).get(pk=1)
    if obstacle_to_refresh(policy):
        return 0
    room = min(AT_ONCE, policy.refresh_per_day - refreshed_today())
    contacts = list(due_leads(policy).select_related("company")[:room])
    wanted = {pk: fields for pk, fields in fields_to_refresh(contacts).items() if fields}
    if not wanted:
        return 0
    forget_older(contacts, now() - timedelta(days=policy.refresh_after_days))
    label = f"{LABEL}{len(wanted):,} leads older than {policy.refresh_after_days} days"
    _request(wanted, EnrichmentBatch.objects.create(label=label, total=len(wanted)))
    return len(wanted)


def save_policy(**values: int) -> None:
    """Set fields of the policy by name. Fields that are left out are kept.

    Raises: `Invalid` with a sentence for each number out of range.
    """
    policy = EnrichmentPolicy(pk=1, **values)
    try:
        policy.clean_fields()
    except ValidationError as error:
        raise Invalid(
            {KEYS.get(name, name): problems for name, problems in error.message_dict.items()}
        ) from None
    EnrichmentPolicy.objects.filter(pk=1).update(**values)


def _request(wanted: Mapping[UUID, tuple[Field, ...]], batch: EnrichmentBatch) -> None:
    """Request the same fields of several leads together."""
    groups: dict[tuple[Field, ...], list[UUID]] = defaultdict(list)
    for pk, fields in wanted.items():
        groups[fields].append(pk)
    for fields, ids in groups.items():
        request_enrichment(contact_ids=ids, fields=fields, priority=EnrichmentJob.Priority.LOW, batch=batch)
