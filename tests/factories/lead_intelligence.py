"""Leads to look up, and vendors to look them up with."""

from decimal import Decimal

from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.provenance.models import FieldWrite
from lead_intelligence.vendors.models import EnrichmentProvider
from lead_intelligence.waterfall.models import WaterfallConfig
from mauntic.crm.models import Company, Contact
from mauntic.kernel.clock import now
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
    address = {"baseUrl": sandbox.base_url(slug), **sandbox.options(slug)}
    provider.config = {"apiKey": sandbox.key(slug), **address}
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


def make_job(lead: Contact, **values: object) -> EnrichmentJob:
    """A job of that lead that is done."""
    return EnrichmentJob.objects.create(
        **{"contact": lead, "status": "completed", "field_requests": ["title"], **values}
    )


def make_call(job: EnrichmentJob, provider: str, **values: object) -> VendorCall:
    """A finished call that found a title, for 2 cents."""
    found = {"fields": ["title"], "outcome": "found", "answer": {"title": ["CEO", 0.9]}, "duration_ms": 100}
    known = {"cost": Decimal("0.02"), "finished_at": now(), "http_status": 200}
    return VendorCall.objects.create(job=job, provider_id=provider, **(found | known | values))


def make_write(lead: Contact, provider: str, **values: object) -> FieldWrite:
    """A title that a vendor gave and that stands."""
    given = {"field": "title", "new_value": "CEO", "confidence": 0.9}
    return FieldWrite.objects.create(contact=lead, provider=provider, **(given | values))
