"""The record of health checks for the charts."""

from datetime import timedelta

from lead_intelligence.vendors.adapters.base import Health
from lead_intelligence.vendors.models import HealthCheck
from mauntic.kernel.clock import now

RETENTION = timedelta(days=30)


def record_check(*, slug: str, health: Health) -> HealthCheck:
    """Record a health check.

    Args:
        slug: the slug of the vendor.
        health: the result of the check.

    Returns: the new row.
    """
    return HealthCheck.objects.create(
        provider_id=slug,
        outcome=health.outcome.value,
        latency_ms=health.latency_ms,
        credits_left=health.credits_left,
    )


def prune() -> int:
    """Delete health checks older than 30 days and return their number."""
    dropped, _ = HealthCheck.objects.filter(at__lt=now() - RETENTION).delete()
    return dropped
