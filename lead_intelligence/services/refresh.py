"""Leads are enriched again when what is known of them is old: the hot ones, and within what may be spent."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from lead_intelligence.domain.fields import Field
from lead_intelligence.models import EnrichmentBatch, EnrichmentJob, EnrichmentPolicy
from lead_intelligence.selectors.refresh import (
    LABEL,
    due_leads,
    fields_to_refresh,
    obstacle_to_refresh,
    refreshed_today,
)
from lead_intelligence.services.forget import forget_older
from lead_intelligence.services.request import request_enrichment
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

AT_ONCE = 2000
"""Leads of one run; the next run takes the next ones."""
KEYS = {
    "refresh_after_days": "refreshAfterDays",
    "refresh_min_score": "refreshMinScore",
    "refresh_per_day": "refreshPerDay",
}


@transaction.atomic
def refresh_leads() -> int:
    """Ask for the leads that are due by the policy, at low priority, as one batch; how many.

    Each one's empty and enriched fields are looked for, past answers that are kept longer than the policy
    allows. Runs at the same time wait for each other, so that the day's number holds.
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


def save_policy(*, refresh_enabled: bool, **numbers: int) -> None:
    """Set when leads are enriched again; `Invalid` names each number that is out of its range."""
    policy = EnrichmentPolicy(pk=1, refresh_enabled=refresh_enabled, **numbers)
    try:
        policy.clean_fields()
    except ValidationError as error:
        raise Invalid({KEYS.get(name, name): said for name, said in error.message_dict.items()}) from None
    EnrichmentPolicy.objects.filter(pk=1).update(refresh_enabled=refresh_enabled, **numbers)


def _request(wanted: Mapping[UUID, tuple[Field, ...]], batch: EnrichmentBatch) -> None:
    """One request for all leads that look for the same fields."""
    groups: dict[tuple[Field, ...], list[UUID]] = defaultdict(list)
    for pk, fields in wanted.items():
        groups[fields].append(pk)
    for fields, ids in groups.items():
        request_enrichment(contact_ids=ids, fields=fields, priority=EnrichmentJob.Priority.LOW, batch=batch)
