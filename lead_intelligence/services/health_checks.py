"""The record of the vendors' free endpoints, from which the charts are drawn."""

from datetime import timedelta

from lead_intelligence.models import HealthCheck
from lead_intelligence.vendors.base import Health
from mauntic.kernel.clock import now

KEPT_FOR = timedelta(days=30)


def keep(*, slug: str, health: Health) -> HealthCheck:
    """Write one check of the vendor down."""
    return HealthCheck.objects.create(
        provider_id=slug,
        outcome=health.outcome.value,
        latency_ms=health.latency_ms,
        credits_left=health.credits_left,
    )


def prune() -> int:
    """Drop checks that are older than the charts reach; how many."""
    dropped, _ = HealthCheck.objects.filter(at__lt=now() - KEPT_FOR).delete()
    return dropped
