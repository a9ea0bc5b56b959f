"""Automatic enrichment of website leads (tracking and public forms)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.enrichment.models.policy import EnrichmentPolicy
from lead_intelligence.enrichment.services.requests import request_enrichment
from lead_intelligence.policy.selectors.new_leads import worth_enriching
from mauntic.kernel.clock import now

WINDOW = timedelta(hours=1)


@transaction.atomic
def enrich_strangers(*, channels: Mapping[UUID, str]) -> int:
    """Request the enrichment of new website leads within the limits of the policy.

    Args:
        channels: the write key or form (`key:<id>`, `form:<id>`) that created each contact.

    Returns: the number of jobs; 0 unless the policy enriches such leads. Each channel starts at most
    `strangers_per_hour` jobs within any hour.
    """
    if not channels:
        return 0
    # Locked, so that concurrent deliveries cannot both use the rest of the hourly limit.
    policy = EnrichmentPolicy.objects.select_for_update(of=("self",)).get(pk=1)
    if not policy.enrich_strangers:
        return 0
    started = _started(set(channels.values()))
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for contact_id in worth_enriching(list(channels)):
        channel = channels[contact_id]
        if started.get(channel, 0) + len(wanted[channel]) < policy.strangers_per_hour:
            wanted[channel].append(contact_id)
    for channel, contact_ids in wanted.items():
        request_enrichment(contact_ids=contact_ids, channel=channel)
    return sum(map(len, wanted.values()))


def _started(channels: set[str]) -> dict[str, int]:
    """Return how many jobs each channel started within the last hour."""
    recent = EnrichmentJob.objects.filter(channel__in=channels, created_at__gt=now() - WINDOW)
    counts = recent.exclude(channel="").order_by().values_list("channel").annotate(count=Count("pk"))
    return dict(counts)
