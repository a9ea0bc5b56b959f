from decimal import Decimal

import pytest

from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.companies.services.matching import get_or_create_company
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_enriched
from mauntic.crm.contacts.services.owners import assign_owner, assign_owners
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Company, Contact
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from tests.crm.events import facts
from tests.factories.fields import define

pytestmark = pytest.mark.usefixtures("acme")


def test_a_new_contact_is_tidied_and_told_of():
    define("shoe size", kind="number")
    contact = create_contact(
        values={
            "first_name": " ada ",
            "last_name": "LOVELACE",
            "email": " Ada@Engines.Example ",
            "phone": "020 7946 0958",
            "country": "United Kingdom",
            "title": "VP Engineering",
            "company": "Engines",
            "website": "https://www.engines.example/about",
            "employees": "11-50",
            "custom_fields": {"shoe size": 38},
        },
        source="form",
    )
    contact = Contact.objects.select_related("company").get(pk=contact.pk)
    assert (contact.name, contact.email, contact.phone) == (
        "ada LOVELACE",
        "ada@engines.example",
        "+442079460958",
    )
    assert (contact.country, contact.seniority, contact.source) == ("GB", "vp", "form")
    assert contact.custom_fields == {"shoe size": 38}
    company = contact.company
    assert (company.name, company.domain, company.employees) == ("Engines", "engines.example", 30)
    made = {"contactId": str(contact.pk), "source": "form", "channel": "", "enrich": True}
    assert facts("crm.ContactCreated") == [made]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, {"email"}),
        ({"email": "ada.example"}, {"email"}),
        ({"first_name": "x" * 101}, {"first_name"}),
        ({"first_name": "Ada", "country": "Atlantis"}, {"country"}),
        ({"first_name": "Ada", "employees": "many", "shoe": "38"}, {"employees", "shoe"}),
        ({"first_name": "Ada", "consent": "perhaps"}, {"consent"}),
    ],
)
def test_what_does_not_fit_is_named_by_field_and_nothing_is_written(values, fields):
    with pytest.raises(Invalid) as error:
        create_contact(values=values, source="api")
    assert set(error.value.fields) == fields
    assert (Contact.objects.count(), StoredEvent.objects.count()) == (0, 0)


def test_an_address_belongs_to_one_contact_in_any_case():
    ada = create_contact(values={"first_name": "Ada", "email": "ada@engines.example"}, source="api")
    with pytest.raises(Conflict) as error:
        create_contact(values={"email": "ADA@engines.example"}, source="api")
    assert error.value.message == 'ada@engines.example already belongs to "Ada".'
    assert error.value.details["contactId"] == str(ada.pk)


def test_an_update_tells_of_real_changes_only():
    ada = create_contact(values={"first_name": "Ada", "email": "ada@engines.example"}, source="api")
    assert update_contact(contact=ada, values={"first_name": "Ada", "title": ""}) == []
    assert update_contact(contact=ada, values={"first_name": "Ada", "region": "London"}) == ["region"]
    assert facts("crm.ContactUpdated") == [{"contactId": str(ada.pk), "changedFields": ["region"]}]


def test_an_update_merges_custom_fields_and_none_removes_one():
    define("a", "b", "c", kind="number")
    ada = create_contact(values={"first_name": "Ada", "custom_fields": {"a": 1, "b": 2}}, source="api")
    update_contact(contact=ada, values={"custom_fields": {"b": None, "c": 3}})
    ada.refresh_from_db()
    assert ada.custom_fields == {"a": 1, "c": 3}


def test_an_update_cannot_take_anothers_address_or_the_last_name_a_lead_is_known_by():
    create_contact(values={"email": "ada@engines.example"}, source="api")
    grace = create_contact(values={"first_name": "Grace"}, source="api")
    with pytest.raises(Conflict):
        update_contact(contact=grace, values={"email": "ada@engines.example"})
    with pytest.raises(Invalid):
        update_contact(contact=grace, values={"first_name": ""})
    grace.refresh_from_db()
    assert (grace.first_name, grace.email) == ("Grace", "")


def test_a_contact_moves_to_another_company_and_its_details_change_there():
    ada = create_contact(values={"first_name": "Ada", "company": "Engines"}, source="api")
    grace = create_contact(values={"first_name": "Grace", "company": "Compilers"}, source="api")
    assert update_contact(contact=ada, values={"company": "compilers", "employees": 40}) == ["company"]
    ada.refresh_from_db()
    assert (ada.company_id, ada.company.employees) == (grace.company_id, 40)
    told = [(fact["contactId"], fact["changedFields"]) for fact in facts("crm.ContactUpdated")]
    assert told == [
        (str(ada.pk), ["company"]),
        (str(ada.pk), ["employees"]),
        (str(grace.pk), ["employees"]),
    ]
    assert update_contact(contact=ada, values={"company": ""}) == ["company"]


def test_a_business_address_leads_to_a_known_company_and_founds_none():
    known = get_or_create_company(name="Engines", domain="engines.example")
    ada = create_contact(values={"email": "ada@engines.example"}, source="api")
    grace = create_contact(values={"email": "grace@compilers.example"}, source="api")
    alan = create_contact(values={"email": "alan@gmail.com", "company": "Bombes"}, source="api")
    assert (ada.company, grace.company, alan.company.domain) == (known, None, "")
    assert Company.objects.count() == 2


def test_companies_are_one_by_domain_else_by_name():
    engines = get_or_create_company(name="Engines", domain="engines.example")
    assert get_or_create_company(name="Engines Ltd", domain="www.engines.example") == engines
    assert get_or_create_company(name="ENGINES") == engines
    assert get_or_create_company(name="Engines", domain="other.example") != engines
    assert get_or_create_company(domain="engines.example", values={"industry": "Steam"}) == engines
    engines.refresh_from_db()
    assert (engines.name, engines.industry) == ("Engines", "Steam")


def test_a_companys_change_is_told_of_each_of_its_contacts():
    ada = create_contact(values={"first_name": "Ada", "company": "Engines"}, source="api")
    other = get_or_create_company(name="Other", domain="other.example")
    assert update_company(company=ada.company, values={"name": "Engines", "employees": "1,200"}) == [
        "employees"
    ]
    assert facts("crm.ContactUpdated") == [{"contactId": str(ada.pk), "changedFields": ["employees"]}]
    with pytest.raises(Conflict):
        update_company(company=ada.company, values={"domain": "other.example"})
    with pytest.raises(Invalid) as error:
        update_company(company=other, values={"domain": "no website"})
    assert set(error.value.fields) == {"domain"}


def test_owners_are_assigned_as_a_set(rep):
    contacts = [
        create_contact(values={"first_name": name}, source="api") for name in ("Ada", "Grace", "Alan")
    ]
    assign_owner(contact_ids=[contacts[0].pk], owner=rep, by=None)
    StoredEvent.objects.all().delete()
    assert assign_owner(contact_ids=[contact.pk for contact in contacts], owner=rep, by=None) == 2
    assert {fact["contactId"] for fact in facts("crm.ContactUpdated")} == {str(c.pk) for c in contacts[1:]}
    assert assign_owner(contact_ids=[contacts[0].pk], owner=None, by=None) == 1
    assert list(Contact.objects.filter(owner=None)) == [contacts[0]]


def test_each_of_many_contacts_gets_an_owner_of_its_own(rep, admin):
    ada, grace, alan = (
        create_contact(values={"first_name": name}, source="api") for name in ("Ada", "Grace", "Alan")
    )
    assign_owner(contact_ids=[ada.pk, alan.pk], owner=rep, by=None)
    StoredEvent.objects.all().delete()

    assert assign_owners(owners={ada.pk: rep.pk, grace.pk: admin.pk, alan.pk: None}) == 2

    assert dict(Contact.objects.values_list("first_name", "owner")) == {
        "Ada": rep.pk,
        "Grace": admin.pk,
        "Alan": None,
    }
    told = facts("crm.ContactUpdated")
    assert {fact["contactId"]: fact["changedFields"] for fact in told} == {
        str(grace.pk): ["owner"],
        str(alan.pk): ["owner"],
    }


def test_deleted_contacts_are_gone():
    ada = create_contact(values={"first_name": "Ada"}, source="api")
    create_contact(values={"first_name": "Grace"}, source="api")
    assert delete_contacts(contact_ids=[ada.pk]) == 1
    assert [contact.name for contact in Contact.objects.all()] == ["Grace"]


def test_enriched_values_go_to_contact_and_company_without_an_update_event():
    ada = create_contact(values={"first_name": "Ada", "company": "Engines"}, source="api")
    alone = create_contact(values={"first_name": "Grace"}, source="api")
    before = ada.updated_at
    refused = write_enriched(
        changes=[
            EnrichedChange(ada.pk, {"title": "CTO", "phone": "+14155550121"}, {"employees": 300}),
            EnrichedChange(alone.pk, {}, {"name": "Compilers", "domain": "compilers.example"}),
        ]
    )
    ada.refresh_from_db()
    alone.refresh_from_db()
    assert refused == set()
    assert (ada.title, ada.phone, ada.company.employees) == ("CTO", "+14155550121", 300)
    assert (alone.title, alone.company.name, alone.company.domain) == ("", "Compilers", "compilers.example")
    assert ada.updated_at == before
    assert facts("crm.ContactUpdated") == []


def test_enrichment_leaves_out_an_address_or_domain_that_another_has():
    create_contact(values={"email": "ada@engines.example", "company": "Engines"}, source="api")
    grace = create_contact(values={"first_name": "Grace", "company": "Compilers"}, source="api")
    alan = create_contact(values={"first_name": "Alan"}, source="api")
    refused = write_enriched(
        changes=[
            EnrichedChange(
                grace.pk, {"email": "ada@engines.example", "title": "CTO"}, {"domain": "engines.example"}
            ),
            EnrichedChange(alan.pk, {"email": "alan@bombes.example"}),
        ]
    )
    grace.refresh_from_db()
    alan.refresh_from_db()
    assert refused == {grace.pk}
    assert (grace.email, grace.title, grace.company.domain) == ("", "CTO", "")
    assert alan.email == "alan@bombes.example"


def test_every_kind_of_value_is_written_as_it_is():
    ada = create_contact(values={"first_name": "Ada", "company": "Engines"}, source="api")
    values = {"tech_stack": ("AWS", 'O\'Reilly \\ "x"'), "revenue": Decimal("12.50"), "employees": None}
    at = now()
    write_enriched(
        changes=[EnrichedChange(ada.pk, {"last_enriched_at": at, "custom_fields": {"ä": [1, None]}}, values)]
    )
    ada = Contact.objects.select_related("company").get()
    assert (ada.last_enriched_at, ada.custom_fields) == (at, {"ä": [1, None]})
    company = ada.company
    assert (company.tech_stack, company.revenue) == (["AWS", 'O\'Reilly \\ "x"'], Decimal("12.50"))
    assert company.employees is None


@pytest.mark.parametrize("name", ["AJ", "McDonald", "MCDONALD", "von trapp", "Prince"])
def test_a_name_stays_as_a_person_types_it(name):
    contact = create_contact(values={"first_name": name, "last_name": name}, source="manual")
    update_contact(contact=contact, values={"first_name": f" {name}  e\u0301 "})
    contact.refresh_from_db()
    assert (contact.first_name, contact.last_name) == (f"{name} é", name)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "a@x.com; b@x.com", "Enter one value only."),
        ("phone", "+49 30 1234567 / +49 171 1234567", "Enter one value only."),
        (
            "phone",
            "4.93E+11",
            '"4.93E+11" is not a phone number. Enter it with its country code, such as +49 30 1234567.',
        ),
        (
            "direct_phone",
            "#REF!",
            '"#REF!" is not a phone number. Enter it with its country code, such as +49 30 1234567.',
        ),
        (
            "revenue",
            "1.250",
            '"1.250" can mean 1250 or 1.25. Enter 1250 without a separator, or 1.25 with two decimals.',
        ),
    ],
)
def test_what_a_person_gives_is_refused_rather_than_cut(field, value, said):
    with pytest.raises(Invalid) as refused:
        create_contact(values={"first_name": "Ada", field: value}, source="manual")
    assert refused.value.fields == {field: [said]}
