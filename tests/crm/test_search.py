"""Leads are found by what they are called now, however they were written."""

import pytest
from django.db import connection

from mauntic.crm.models import Contact, ContactText
from tests.factories.crm import CompanyFactory, ContactFactory

pytestmark = pytest.mark.usefixtures("acme")


def found(text: str) -> list[str]:
    return sorted(Contact.objects.search(text).values_list("last_name", flat=True))


def test_leads_are_found_by_a_part_of_name_address_or_company_in_any_case():
    engines = CompanyFactory(name="Analytical Engines", domain="engines.example")
    ContactFactory(first_name="Ada", last_name="Lovelace", email="ada@one.example", company=engines)
    ContactFactory(first_name="Grace", last_name="Hopper", email="grace@two.example", company=None)
    assert found("LOVE") == ["Lovelace"]
    assert found("two.ex") == ["Hopper"]
    assert found("engines") == ["Lovelace"]
    assert found("e") == ["Hopper", "Lovelace"]
    assert found("nobody") == []


def test_a_lead_that_is_renamed_is_found_by_its_new_name_only():
    lead = ContactFactory(first_name="Ada", last_name="Byron", email="")
    Contact.objects.filter(pk=lead.pk).update(last_name="Lovelace")
    assert (found("byron"), found("lovelace")) == ([], ["Lovelace"])


def test_leads_that_are_made_as_a_set_are_found_each():
    Contact.objects.bulk_create(Contact(last_name=f"Number {number}") for number in range(3))
    assert found("number 2") == ["Number 2"]
    assert ContactText.objects.count() == 3


def test_a_score_does_not_touch_what_leads_are_found_by():
    lead = ContactFactory()
    before = _version_of(lead)
    Contact.objects.filter(pk=lead.pk).update(lead_score=50)
    assert _version_of(lead) == before


def test_what_leads_are_found_by_goes_with_them():
    ContactFactory().delete()
    assert not ContactText.objects.exists()


def _version_of(lead: Contact) -> str:
    """Where the row lies: a row that is written lies elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM crm_contacttext WHERE contact_id = %s", [lead.pk])
        return str(cursor.fetchone()[0])
