"""Leads are found by what they are called now, however they were written."""

import pytest
from django.db import connection

from mauntic.crm.companies.selectors.lists import companies
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


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("İlker", "Demir"),
        ("ilker", "Demir"),
        ("ILKER", "Demir"),
        ("alvaro", "Núñez"),
        ("nunez", "Núñez"),
        ("Álvaro Núñez", "Núñez"),
        ("José", "Mun\u0303oz"),
        ("Muñoz", "Mun\u0303oz"),
        ("Mary Ann  Van Dyke", "Van Dyke"),
        (" mary  ann ", "Van Dyke"),
        ("+34911234567", "Tel"),
        ("911234567", "Tel"),
        ("911 23 45 67", "Tel"),
        ("0034 (0)911-234-567", "Tel"),
        ("5550101", "Tel"),
        ("sodra", "Sød"),
        ("Södra Skog", "Sød"),
        ("%", "100%"),
    ],
)
def test_leads_are_found_whatever_their_letters_spaces_and_digits(text, lead):
    people = [
        {"first_name": "İlker", "last_name": "Demir"},
        {"first_name": "Álvaro", "last_name": "Núñez"},
        {"first_name": "Jose\u0301", "last_name": "Mun\u0303oz"},
        {"first_name": "Mary Ann", "last_name": "Van Dyke"},
        {"first_name": "Ada", "last_name": "Tel", "phone": "+34911234567", "direct_phone": "+1 415-555-0101"},
        {"first_name": "Ola", "last_name": "Sød", "company": CompanyFactory(name="Södra skog AB")},
        {"first_name": "Per", "last_name": "100%"},
    ]
    Contact.objects.bulk_create(Contact(**each) for each in people)
    assert found(text) == [lead]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("lovelace ada", ["Lovelace"]),
        ("ada engines", ["Lovelace"]),
        ("engines.ex love one", ["Lovelace"]),
        ("ada ada", ["Lovelace"]),
        ("ada hopper", []),
        ("a b c d e f g", []),
    ],
)
def test_each_word_is_in_name_address_or_company(text, leads):
    engines = CompanyFactory(name="Analytical Engines", domain="engines.example")
    ContactFactory(first_name="Ada", last_name="Lovelace", email="ada@one.example", company=engines)
    ContactFactory(first_name="Grace", last_name="Hopper", email="grace@two.example", company=engines)
    assert found(text) == leads


def test_what_is_beyond_the_last_word_counts_as_one_text():
    ContactFactory(first_name="One two three", last_name="four five six seven")
    assert found("seven one two three four six five") == []
    assert found("two one three four five six seven") == ["four five six seven"]


def test_a_number_that_a_lead_gets_is_found():
    lead = ContactFactory(first_name="Ada", last_name="Tel", email="", phone="")
    Contact.objects.filter(pk=lead.pk).update(phone="+34911234567")
    assert found("911234567") == ["Tel"]


def test_an_address_is_one_however_it_is_written():
    lead = ContactFactory(email="jos\u00e9@firm.example")
    for written in ("jos\u00e9@firm.example", "JOSE\u0301@Firm.example", " José@firm.example. "):
        assert list(Contact.objects.with_emails([written])) == [lead]
    assert not Contact.objects.with_emails(["jose@firm.example", ""])


def test_companies_are_found_whatever_their_letters():
    CompanyFactory(name="Łódź İplik Ltd", domain="iplik.example")
    for text in ("lodz  iplik", "ŁÓDŹ", "iplik.ex"):
        assert [each.name for each in companies(q=text)] == ["Łódź İplik Ltd"]
    assert companies(q="ltd lodz")
    assert not companies(q="lodz gmbh")


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
