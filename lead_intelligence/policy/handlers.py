"""Receiver that enriches new leads."""

from django.dispatch import receiver

from lead_intelligence.enrichment.services import requests
from lead_intelligence.policy.selectors.new_leads import worth_enriching
from lead_intelligence.policy.services import new_leads
from mauntic.events.catalog import ContactCreated
from mauntic.tenants.context import current_organization


@receiver(ContactCreated.signal, dispatch_uid="lead_intelligence.handlers.enrich_new")
def enrich_new(events: list[ContactCreated], **_: object) -> None:
    """Enrich new contacts if the organization enables it and a lookup is possible."""
    if not current_organization().enriches_new_contacts:
        return
    own = [event.contact_id for event in events if not event.is_of_stranger]
    requests.request_enrichment(contact_ids=worth_enriching(own))
    strangers = {event.contact_id: event.channel or event.source for event in events if event.is_of_stranger}
    new_leads.enrich_strangers(channels=strangers)
