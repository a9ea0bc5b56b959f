"""Receivers that enrich new leads and price their enrichment."""

from collections.abc import Sequence

from django.dispatch import receiver

from lead_intelligence.enrichment.services import requests
from lead_intelligence.policy.selectors.new_leads import worth_enriching
from lead_intelligence.policy.services import new_leads, recommended
from lead_intelligence.spending.selectors.estimates import price_of_new
from mauntic.crm.imports.services.enrichment import Price, new_leads_priced
from mauntic.crm.imports.services.matching import Cleaned
from mauntic.events.catalog import ContactCreated, ProspectQualified
from mauntic.tenants.context import current_organization


@receiver(ContactCreated.signal, dispatch_uid="lead_intelligence.handlers.enrich_new")
def enrich_new(events: list[ContactCreated], **_: object) -> None:
    """Enrich new contacts if the organization enables it and a lookup is possible."""
    if not current_organization().enriches_new_contacts:
        return
    wanted = [event for event in events if event.enrich]
    own = [event.contact_id for event in wanted if not event.is_of_stranger]
    requests.request_enrichment(contact_ids=worth_enriching(own))
    strangers = {event.contact_id: event.channel or event.source for event in wanted if event.is_of_stranger}
    new_leads.enrich_strangers(channels=strangers)


@receiver(ProspectQualified.signal, dispatch_uid="lead_intelligence.handlers.enrich_recommended")
def enrich_recommended(events: list[ProspectQualified], **_: object) -> None:
    """Enrich leads for which qualification recommends it, if the organization enriches leads by itself."""
    if current_organization().enriches_new_contacts:
        recommended.enrich_recommended(
            contact_ids=[event.contact_id for event in events if event.recommendation == "enrich"]
        )


@receiver(new_leads_priced, dispatch_uid="lead_intelligence.handlers.price_new")
def price_new(leads: Sequence[Cleaned], **_: object) -> Price | None:
    """Estimate what it costs to enrich leads that an import would create."""
    if not current_organization().enriches_new_contacts:
        return None
    return price_of_new(leads)
