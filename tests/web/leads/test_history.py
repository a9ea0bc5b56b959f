"""The history of leads and companies: who changed which field."""

import pytest

from mauntic.broker.actor import Actor, ActorKind, acting, undoing
from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.contacts.services.edit import update_contact
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.support.queries import queries_of

KIM = Actor(ActorKind.PERSON, "1", "Kim Novak")
pytestmark = pytest.mark.usefixtures("acme")


def text_of(web, address: str) -> str:
    answer = web.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_history_names_person_field_and_values(web):
    contact = ContactFactory(title="CTO", seniority="c_level")
    with acting(KIM):
        update_contact(contact=contact, values={"title": "VP Sales", "lifecycle_stage": "customer"})
    page = text_of(web, f"/leads/{contact.pk}/history/")
    assert "<strong>Kim Novak</strong>" in page
    assert "Job title" in page
    assert '<span class="change-old">CTO</span>' in page
    assert '<span class="change-new">VP Sales</span>' in page
    assert '<span class="change-old">C level</span>' in page
    assert '<span class="change-new">Customer</span>' in page


def test_one_field_is_one_click_from_the_lead(web):
    contact = ContactFactory(title="CTO")
    update_contact(contact=contact, values={"title": "CEO", "region": "Berlin"})
    assert f'href="/leads/{contact.pk}/history/?field=title"' in text_of(web, f"/leads/{contact.pk}/")
    page = text_of(web, f"/leads/{contact.pk}/history/?field=title")
    assert "Changes of Job title" in page
    assert ">CEO<" in page
    assert ">Berlin<" not in page


def test_a_field_of_the_company_leads_to_its_history(web):
    company = CompanyFactory(industry="")
    contact = ContactFactory(company=company)
    with acting(KIM):
        update_company(company=company, values={"industry": "Media"})
    answer = web.get(f"/leads/{contact.pk}/history/?field=industry")
    assert answer.url == f"/companies/{company.pk}/history/?field=industry"
    page = text_of(web, answer.url)
    assert "Kim Novak" in page
    assert ">Media<" in page


def test_an_undone_change_says_by_whom(web):
    contact = ContactFactory(region="Berlin")
    with acting(KIM):
        update_contact(contact=contact, values={"region": "Paris"})
        with undoing():
            update_contact(contact=contact, values={"region": "Berlin"})
    page = text_of(web, f"/leads/{contact.pk}/history/")
    assert page.count("Undone by Kim Novak") == 1
    assert page.count("· Undo") == 1


def test_the_history_is_paged_and_says_where_it_goes_on(web):
    contact = ContactFactory()
    for number in range(30):
        update_contact(contact=contact, values={"region": f"Region {number}"})
    page = text_of(web, f"/leads/{contact.pk}/history/")
    assert ">Region 29<" in page
    assert ">Region 3<" not in page
    assert "Older" in page


def test_a_lead_without_changes_says_so(web):
    contact = ContactFactory()
    assert "No recorded changes" in text_of(web, f"/leads/{contact.pk}/history/")
    assert "Show all changes" in text_of(web, f"/leads/{contact.pk}/history/?field=title")


def test_a_stranger_does_not_see_it(stranger):
    contact = ContactFactory()
    for address in (f"/leads/{contact.pk}/history/", f"/companies/{contact.company_id}/history/"):
        assert "/login/" in stranger.get(address).url


def test_more_changes_cost_no_more_queries(web):
    def cost(changes: int) -> int:
        contact = ContactFactory()
        for number in range(changes):
            update_contact(contact=contact, values={"region": f"Region {number}"})
        return queries_of(lambda: web.get(f"/leads/{contact.pk}/history/"))

    assert cost(1) == cost(3)
