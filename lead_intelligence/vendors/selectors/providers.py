"""Vendors and their circuit breakers."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lead_intelligence.vendors.models import EnrichmentProvider, ProviderHealth
from mauntic.kernel.errors import NotFound


def all_providers() -> QuerySet[EnrichmentProvider]:
    """Return all vendors by priority."""
    return EnrichmentProvider.objects.all()


def provider_of(slug: str) -> EnrichmentProvider:
    """Return a vendor with its health.

    Raises: `NotFound` if it does not exist.
    """
    provider = EnrichmentProvider.objects.select_related("health").filter(pk=slug).first()
    if provider is None:
        raise NotFound(_('Unknown vendor "{slug}".').format(slug=slug))
    return provider


def health(slug: str | None = None) -> list[ProviderHealth]:
    """Return the circuit breaker of a vendor, or of all vendors.

    Args:
        slug: the slug of a vendor; None for all.

    Raises: `NotFound` for an unknown vendor.
    """
    rows = ProviderHealth.objects.order_by("provider__priority", "provider")
    return list(rows) if slug is None else [provider_of(slug).health]
