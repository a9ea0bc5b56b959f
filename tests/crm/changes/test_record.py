"""Every change of a contact and company keeps who made it, and the old and new values."""

import json

import pytest
from django.test import Client

from mauntic.accounts.services.api_keys import create_api_key
from mauntic.broker.actor import Actor, ActorKind, acting, undoing
from mauntic.crm.companies.services.edit import create_company, delete_company, update_company
from mauntic.crm.contacts.services.consent import suppress_contacts
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.enriched import EnrichedChange, write_enriched
from mauntic.crm.contacts.services.owners import assign_owner, assign_owners
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Change, Contact
from tests.conftest import ACME_HOST
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.fields import define
from tests.support.queries import queries_of

pytestmark = pytest.mark.usefixtures("acme")


def latest() -> Change:
    return Change.objects.order_by("-at", "-id")[0]


def test_a_new_lead_starts_its_history_with_its_values():
    define("Tier")
    contact = create_contact(
        values={"first_name": "Ann", "company": "Acme", "custom:Tier": "1"}, source="manual"
    )
    lead, company = Change.objects.get(contact=contact), Change.objects.get(company=contact.company_id)
    assert lead.is_new
    assert lead.fields["first_name"] == [None, "Ann"]
    assert lead.fields["company"] == [None, "Acme"]
    assert lead.fields["custom:Tier"] == [None, "1"]
    assert company.is_new
    assert company.fields == {"name": [None, "Acme"]}


def test_an_edit_keeps_old_and_new_values_only_of_what_changed():
    contact = ContactFactory(title="CTO", seniority="c_level", phone="+49301234567")
    update_contact(contact=contact, values={"title": "CEO", "phone": "+49301234567"})
    fields = latest().fields
    assert fields["title"] == ["CTO", "CEO"]
    assert "phone" not in fields


def test_an_edit_without_a_difference_leaves_no_row():
    contact = ContactFactory(title="CTO", seniority="c_level")
    update_contact(contact=contact, values={"title": "CTO"})
    assert not Change.objects.exists()


def test_owners_are_kept_by_name(rep, admin):
    contact = ContactFactory(owner=rep)
    assign_owner(contact_ids=[contact.pk], owner=admin, by=None)
    assert latest().fields == {"owner": [str(rep), str(admin)]}


def test_each_rule_is_the_actor_of_its_own_leads(rep):
    one, other = ContactFactory(), ContactFactory()
    rule = Actor(ActorKind.RULE, "7", "DACH")
    assign_owners(owners={one.pk: rep.pk, other.pk: rep.pk}, actors={one.pk: rule})
    assert Change.objects.get(contact=one).actor == 'Routing rule "DACH"'
    assert Change.objects.get(contact=other).actor == "Mauntic"


def test_vendors_are_the_actors_of_what_they_found():
    contact = ContactFactory(title="", company=CompanyFactory(industry=""))
    write_enriched(
        changes=[
            EnrichedChange(contact.pk, {"title": "CTO"}, {"industry": "Media"}, source="ZoomInfo, Apollo")
        ]
    )
    lead, company = Change.objects.get(contact=contact), Change.objects.get(company=contact.company)
    assert (lead.actor, lead.fields) == ("ZoomInfo, Apollo", {"title": [None, "CTO"]})
    assert (company.actor, company.fields) == ("ZoomInfo, Apollo", {"industry": [None, "Media"]})


def test_a_refusal_and_its_reason_are_kept():
    contact = ContactFactory()
    suppress_contacts(contact_ids=[contact.pk], reason="unsubscribed")
    assert latest().fields == {
        "consent": ["unknown", "refused"],
        "suppressed_reason": [None, "unsubscribed"],
    }


def test_a_change_of_a_company_keeps_numbers_and_lists():
    company = create_company(values={"name": "Acme", "employees": 10})
    update_company(company=company, values={"employees": 12, "tech_stack": ["Django"], "revenue": "10.5"})
    assert latest().fields == {
        "employees": [10, 12],
        "tech_stack": [None, ["Django"]],
        "revenue": [None, "10.50"],
    }


def test_leads_of_a_deleted_company_remember_its_name():
    contact = ContactFactory(company=CompanyFactory(name="Acme"))
    delete_company(company=contact.company)
    assert Change.objects.get(contact=contact).fields == {"company": ["Acme", None]}


def test_a_deleted_lead_takes_its_history_along():
    contact = ContactFactory()
    update_contact(contact=contact, values={"title": "CTO"})
    delete_contacts(contact_ids=[contact.pk])
    assert not Change.objects.exists()


def test_the_actor_of_a_page_is_the_person(rep):
    contact = ContactFactory(seniority="c_level")
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    client.post(f"/leads/{contact.pk}/save/", {"field": "title", "value": "CTO"})
    change = latest()
    assert (change.actor_kind, change.actor_id, change.actor) == ("person", str(rep.pk), str(rep))


def test_the_actor_of_a_program_is_its_key(rep):
    contact = ContactFactory()
    _key, token = create_api_key(user=rep, name="Zapier")
    Client(headers={"host": ACME_HOST, "authorization": f"Bearer {token}"}).patch(
        f"/api/v1/crm/contacts/{contact.pk}",
        json.dumps({"region": "Berlin"}),
        content_type="application/json",
    )
    assert (latest().actor_kind, latest().actor) == ("key", 'API key "Zapier"')


def test_work_of_nobody_is_mauntics():
    update_contact(contact=ContactFactory(), values={"region": "Berlin"})
    assert latest().actor == "Mauntic"


def test_an_undo_is_marked():
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(Actor(ActorKind.PERSON, "1", "Kim")), undoing():
        update_contact(contact=contact, values={"region": "Berlin"})
    assert latest().is_undo
    assert latest().actor == "Kim"


def test_a_set_costs_as_many_statements_as_one(rep, admin):
    def assigned(count: int) -> int:
        leads = [ContactFactory(owner=rep).pk for _ in range(count)]
        owners = iter([admin, rep, admin])
        return queries_of(lambda: assign_owner(contact_ids=leads, owner=next(owners), by=None))

    assert assigned(1) == assigned(3)
    assert Contact.objects.filter(owner=rep).count() == 4
