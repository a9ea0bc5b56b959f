"""Vendors with their adapters and availability."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import Vendor
from lead_intelligence.vendors.adapters.registry import VENDORS, vendor_class
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.models import EnrichmentProvider
from mauntic.kernel.circuit import CircuitState
from mauntic.kernel.clock import now
from mauntic.kernel.http import HttpClient


@dataclass(frozen=True, slots=True)
class Account:
    """The row of a vendor with its adapter."""

    provider: EnrichmentProvider
    vendor: Vendor
    supports: frozenset[Field]

    def state(self, subject: Subject, now: datetime) -> ProviderState:
        """Return the state of the vendor for this lead."""
        return ProviderState(
            slug=self.provider.slug,
            supports=self.supports,
            cost=self.vendor.cost_per_lookup,
            unavailable=self._obstacle(subject, now),
        )

    def _obstacle(self, subject: Subject, now: datetime) -> str:
        if not self.provider.enabled:
            return f"{_('Disabled.')} {self.provider.disabled_reason}".strip()
        if not self.vendor.api_key:
            return _("No API key.")
        if not self.provider.health.circuit.lets_through(now):
            return _("Circuit open after repeated failures.")
        paused = self.provider.health.paused_until
        if paused and now < paused:
            return _("Paused until {time} UTC (rate limit).").format(time=f"{paused:%H:%M:%S}")
        if not self.vendor.can_look_up(subject):
            return _("Not enough data of the lead.")
        return ""


def vendor_names() -> dict[str, str]:
    """Return the names of vendors by slug."""
    return dict(EnrichmentProvider.objects.values_list("slug", "name"))


def open_accounts() -> Mapping[str, Account]:
    """Return all vendors by slug, with their health; one query."""
    http = HttpClient.from_settings()
    providers = EnrichmentProvider.objects.filter(provider_type__in=VENDORS).select_related("health")
    return {provider.slug: open_account(provider, http) for provider in providers}


def open_account(provider: EnrichmentProvider, http: HttpClient | None = None) -> Account:
    """Return the row of a vendor with its adapter.

    Args:
        provider: the row of a vendor of a known type.
        http: the client to share between vendors; None for one of its own.
    """
    vendor = vendor_class(provider.provider_type)(
        api_key=provider.api_key,
        http=http or HttpClient.from_settings(),
        base_url=provider.base_url,
        cost_per_lookup=provider.cost_per_lookup,
        config=provider.config,
    )
    return Account(provider, vendor, provider.fields)


def state_of(provider: EnrichmentProvider) -> str:
    """Return the state of a vendor (health loaded): `off`, `ready`, or what prevents calls."""
    if not provider.enabled:
        return "off"
    if not provider.api_key:
        return "no_key"
    if provider.provider_type not in VENDORS:
        return "no_adapter"
    state = CircuitState(provider.health.circuit_state)
    if state is not CircuitState.CLOSED:
        return "resting" if state is CircuitState.OPEN else "probing"
    paused_until = provider.health.paused_until
    return "paused" if paused_until and paused_until > now() else "ready"
