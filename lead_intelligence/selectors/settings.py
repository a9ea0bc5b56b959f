"""How enrichment is set up."""

from django.db.models import QuerySet

from lead_intelligence.domain.fields import API_FIELDS
from lead_intelligence.models import EnrichmentProvider, ProviderHealth, WaterfallConfig
from mauntic.kernel.errors import NotFound


def providers() -> QuerySet[EnrichmentProvider]:
    """All vendors, in order of priority."""
    return EnrichmentProvider.objects.all()


def provider_of(slug: str) -> EnrichmentProvider:
    """One vendor with its health; `NotFound` when there is none."""
    provider = EnrichmentProvider.objects.select_related("health").filter(pk=slug).first()
    if provider is None:
        raise NotFound(f"There is no vendor “{slug}”.")
    return provider


def health(slug: str | None = None) -> list[ProviderHealth]:
    """The circuit breakers, of one vendor or of all."""
    rows = ProviderHealth.objects.order_by("provider__priority", "provider")
    return list(rows) if slug is None else [provider_of(slug).health]


def waterfalls(field_name: str | None = None) -> list[WaterfallConfig]:
    """How fields are looked for, in the order of the API; one when named."""
    rows = (
        WaterfallConfig.objects.all()
        if field_name is None
        else WaterfallConfig.objects.filter(field_name=field_name)
    )
    found = sorted(rows, key=lambda row: API_FIELDS.index(row.field_name))
    if field_name is not None and not found:
        raise NotFound(f"There is no field “{field_name}”. Choose of {', '.join(API_FIELDS)}.")
    return found
