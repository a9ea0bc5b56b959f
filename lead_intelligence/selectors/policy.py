"""The organization's settings of enrichment."""

from lead_intelligence.models import EnrichmentPolicy


def stopped() -> EnrichmentPolicy | None:
    """The policy with who stopped all paid look-ups and when; None while vendors may be asked."""
    return EnrichmentPolicy.objects.select_related("stopped_by").filter(stopped_at__isnull=False).first()
