"""Leads to look up, and vendors to look them up with."""

from lead_intelligence.models import EnrichmentProvider, WaterfallConfig
from mauntic.crm.models import Company, Contact
from mauntic.sandbox.server import Sandbox


def make_lead(**values: object) -> Contact:
    """A contact of whom only an address is known, unless told otherwise."""
    return Contact.objects.create(**{"email": "ada.lovelace@engines.example", **values})


def make_company(**values: object) -> Company:
    """A company with a domain."""
    return Company.objects.create(**{"name": "Engines", "domain": "engines.example", **values})


def connect_vendor(sandbox: Sandbox, slug: str, **values: object) -> EnrichmentProvider:
    """Give a vendor its key and the sandbox's address."""
    provider = EnrichmentProvider.objects.get(pk=slug)
    provider.config = {"apiKey": sandbox.key(slug), "baseUrl": sandbox.base_url(slug)}
    for name, value in {"enabled": True, "disabled_reason": "", **values}.items():
        setattr(provider, name, value)
    provider.save()
    return provider


def connect_vendors(sandbox: Sandbox, *slugs: str) -> None:
    """Give several vendors their keys; the others have none."""
    for slug in slugs:
        connect_vendor(sandbox, slug)


def set_rule(field: str, *order: str, **numbers: object) -> WaterfallConfig:
    """Set how a field is looked for."""
    config = WaterfallConfig.objects.get(field_name=field)
    config.provider_order = list(order) or config.provider_order
    for name, value in numbers.items():
        setattr(config, name, value)
    config.save()
    return config
