"""The state of the kill switch."""

from lead_intelligence.enrichment.models.policy import EnrichmentPolicy


def stopped() -> EnrichmentPolicy | None:
    """Return the policy if paid lookups are stopped, with time and user; else None."""
    return EnrichmentPolicy.objects.select_related("stopped_by").filter(stopped_at__isnull=False).first()
