from decimal import Decimal

import pytest

from lead_intelligence.models import EnrichmentJob
from mauntic.crm.models import Contact
from mauntic.crm.services import create_contact, update_contact
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
