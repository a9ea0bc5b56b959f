"""Show events about a deal only to users who see the deal; keep leads and companies that have deals."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.dispatch import receiver
from django.urls import reverse

from mauntic.crm.companies.services.in_use import companies_in_use
from mauntic.crm.contacts.services.removal import contacts_in_use
from mauntic.events.catalog.guards import guard_records
from mauntic.events.catalog.records import Named, name_records
from mauntic.kernel.codes import name_codes
from revops.deals.models.choices import DealStage
from revops.deals.models.deals import Deal
from revops.deals.selectors.visible import guarded_deals


def _deals_by_id(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    found = Deal.objects.filter(pk__in=ids).values_list("pk", "name")
    return {pk: Named(name, reverse("revops:deal", args=[pk])) for pk, name in found}


guard_records("deal_id", guarded_deals)
# Facts about deals that a user may not see are hidden before their names are asked for.
name_records("deal_id", _deals_by_id)
for _kind in ("stage", "oldStage", "newStage"):
    name_codes(_kind, lambda stage: str(dict(DealStage.choices).get(stage, "")))


@receiver(contacts_in_use)
def contacts_with_deals(contact_ids: list[UUID], **_: object) -> set[UUID]:
    """Return those of the contacts that are the main contact of a deal, open or closed."""
    rows = Deal.objects.filter(contact__in=contact_ids).order_by()
    return set(rows.values_list("contact", flat=True))


@receiver(companies_in_use)
def companies_with_deals(company_ids: Collection[UUID], **_: object) -> set[UUID]:
    """Return those of the companies that have a deal, open or closed."""
    rows = Deal.objects.filter(company__in=company_ids).order_by()
    return set(rows.values_list("company", flat=True))
