from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from lead_intelligence.enrichment.models.jobs import EnrichmentJob
from lead_intelligence.policy.services import new_leads, refresh
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from tests.factories.lead_intelligence import connect_vendor

ADA = {"email": "ada.lovelace@engines.example"}


def test_a_new_contact_is_assessed_and_enriched_by_itself(sandbox, run_jobs):
    connect_vendor(sandbox, "apollo")
    with run_jobs():
        contact = create_contact(values=ADA, source="manual")
    contact.refresh_from_db()
    assert (contact.enrichment_status, contact.first_name) == ("completed", "Ada")
    assert contact.data_quality_score == 1


def test_an_organization_can_leave_new_contacts_alone(acme: Organization, run_jobs):
    acme.enriches_new_contacts = False
    acme.save()
    with run_jobs():
        contact = create_contact(values=ADA, source="manual")
    contact.refresh_from_db()
    assert (contact.enrichment_status, EnrichmentJob.objects.count()) == ("", 0)
    assert contact.data_quality_score == Decimal("0.367")


@pytest.mark.parametrize("values", [{"first_name": "Ada"}, {"last_name": "Lovelace"}])
def test_nobody_is_asked_for_a_contact_who_cannot_be_told_apart(acme, run_jobs, values):
    with run_jobs():
        create_contact(values=values, source="manual")
    assert not EnrichmentJob.objects.exists()


def test_a_change_by_a_person_moves_the_quality(acme, run_jobs):
    contact = Contact.objects.create(**ADA)
    with run_jobs():
        update_contact(contact=contact, values={"first_name": "Ada", "last_name": "Lovelace"})
    contact.refresh_from_db()
    assert contact.data_quality_score == Decimal("0.500")


def strangers(number: int, *, channel: str = "key:1") -> list[Contact]:
    """So many leads that somebody made through a public write key."""
    return [
        create_contact(
            values={"email": f"{n}@{channel.replace(':', '-')}.example"}, source="tracking", channel=channel
        )
        for n in range(number)
    ]


def test_strangers_spend_nothing_unless_the_organization_says_so(sandbox, run_jobs):
    connect_vendor(sandbox, "apollo")
    with run_jobs():
        strangers(2)
        create_contact(values=ADA, source="form")
    assert not EnrichmentJob.objects.exists()
    assert sandbox.stats("apollo")["calls"] == 0


def test_each_key_starts_no_more_enrichments_an_hour_than_the_policy_allows(acme, run_jobs, time_machine):
    time_machine.move_to("2026-11-29T10:00:00Z", tick=False)
    refresh.save_policy(enrich_strangers=True, strangers_per_hour=2)
    with run_jobs():
        strangers(3)
        strangers(1, channel="form:1")
        create_contact(values=ADA, source="manual")

    assert count_by_channel() == {"key:1": 2, "form:1": 1, "": 1}
    time_machine.move_to("2026-11-29T10:59:59Z", tick=False)
    with run_jobs():
        create_contact(values={"email": "late@key-1.example"}, source="tracking", channel="key:1")
    assert count_by_channel()["key:1"] == 2
    time_machine.move_to("2026-11-29T11:00:01Z", tick=False)
    with run_jobs():
        create_contact(values={"email": "later@key-1.example"}, source="tracking", channel="key:1")
    assert count_by_channel()["key:1"] == 3


def test_deliveries_at_the_same_time_share_the_hours_limit(committed: Organization):
    refresh.save_policy(enrich_strangers=True, strangers_per_hour=5)
    contacts = [Contact.objects.create(email=f"{n}@crowd.example") for n in range(24)]

    def deliver(some: list[Contact]) -> None:
        try:
            with entered(committed):
                new_leads.enrich_strangers(channels={contact.pk: "key:1" for contact in some})
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(deliver, [contacts[n::6] for n in range(6)]))

    assert EnrichmentJob.objects.count() == 5


def count_by_channel() -> Counter[str]:
    return Counter(EnrichmentJob.objects.values_list("channel", flat=True))
