"""The vendors as they stand now: ready to be asked, or why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lead_intelligence.domain.answers import Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.waterfall import ProviderState
from lead_intelligence.models import EnrichmentProvider
from lead_intelligence.vendors.base import Vendor
from lead_intelligence.vendors.registry import VENDORS, vendor_class
from mauntic.kernel.http import HttpClient


@dataclass(frozen=True, slots=True)
class Account:
    """A vendor's row with the adapter that speaks to it."""

    provider: EnrichmentProvider
    vendor: Vendor
    supports: frozenset[Field]

    def state(self, subject: Subject, now: datetime) -> ProviderState:
        """The vendor as the waterfall sees it for this lead."""
        return ProviderState(
            slug=self.provider.slug,
            supports=self.supports,
            cost=self.vendor.cost_per_lookup,
            unavailable=self._obstacle(subject, now),
        )

    def _obstacle(self, subject: Subject, now: datetime) -> str:
        if not self.provider.enabled:
            return f"Is switched off. {self.provider.disabled_reason}".strip()
        if not self.vendor.api_key:
            return "Has no API key."
        if not self.provider.health.circuit.lets_through(now):
            return "Rests, because it failed several times in a row."
        paused = self.provider.health.paused_until
        if paused and now < paused:
            return f"Asked to be left alone until {paused:%H:%M:%S} UTC."
        if not self.vendor.can_look_up(subject):
            return "Needs more than is known of this lead."
        return ""


def vendor_names() -> dict[str, str]:
    """The vendors by slug, as people know them."""
    return dict(EnrichmentProvider.objects.values_list("slug", "name"))


def accounts() -> Mapping[str, Account]:
    """All vendors of the organization by slug, with their health; one query."""
    http = HttpClient.from_settings()
    providers = EnrichmentProvider.objects.filter(provider_type__in=VENDORS).select_related("health")
    return {provider.slug: open_account(provider, http) for provider in providers}


def open_account(provider: EnrichmentProvider, http: HttpClient | None = None) -> Account:
    """The provider's row with its adapter."""
    vendor = vendor_class(provider.provider_type)(
        api_key=provider.api_key,
        http=http or HttpClient.from_settings(),
        base_url=provider.base_url,
        cost_per_lookup=provider.cost_per_lookup,
        config=provider.config,
    )
    return Account(provider, vendor, provider.fields)
