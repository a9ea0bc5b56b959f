"""Connects Acme Demo to the sandbox vendors, with a budget."""

from decimal import Decimal

from demo.accounts import SCHEMA
from lead_intelligence.spending.services.limits import set_budget
from lead_intelligence.vendors.adapters.registry import VENDORS
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.vendors.services.accounts import save_provider
from mauntic.sandbox.app import create_vendors
from mauntic.tenants.context import entered

MONTHLY_BUDGET = Decimal(250)
DAILY_BUDGET = Decimal(100)


def connect(*, port: int) -> None:
    """Point the vendors at the sandbox, which has a new port at each start; all on at the first one."""
    sandbox = create_vendors()
    with entered(SCHEMA):
        for provider in _providers():
            vendor, address = sandbox[provider.slug], f"http://127.0.0.1:{port}/{provider.slug}"
            save_provider(
                slug=provider.slug,
                name=provider.name,
                provider_type=provider.provider_type,
                supported_fields=provider.supported_fields,
                priority=provider.priority,
                cost_per_lookup=provider.cost_per_lookup,
                batch_supported=provider.batch_supported,
                config={"apiKey": vendor.key, "baseUrl": address, **vendor.options(address)},
                enabled=provider.enabled or not provider.api_key,
            )


def give_budget() -> None:
    """Allow some spending, so that the overview has something to hold it against."""
    with entered(SCHEMA):
        set_budget(day=DAILY_BUDGET, month=MONTHLY_BUDGET)


def _providers() -> list[EnrichmentProvider]:
    return list(EnrichmentProvider.objects.filter(slug__in=VENDORS).order_by("priority"))
