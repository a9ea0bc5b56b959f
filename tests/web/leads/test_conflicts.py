"""Two people edit one field of a lead: nothing is overwritten unseen."""

import pytest

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.companies.services.edit import update_company
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.models import Contact
from mauntic.kernel.errors import EditConflict
from tests.factories.crm import CompanyFactory, ContactFactory

KIM = Actor(ActorKind.PERSON, "1", "Kim Novak")


@pytest.fixture
def lead(acme) -> Contact:
    return ContactFactory(title="CTO", seniority="c_level", company=CompanyFactory(industry="Media"))


def save(web, lead: Contact, field: str, value: str, **more: str):
    return web.post(f"/leads/{lead.pk}/save/", {"field": field, "value": value, **more})


def test_the_form_carries_the_value_that_it_was_opened_with(web, lead):
    page = web.get(f"/leads/{lead.pk}/?edit=title").content.decode()
    assert '<input type="hidden" name="opened-title" value="CTO">' in page


def test_a_field_that_somebody_else_changed_is_not_overwritten(web, lead):
    with acting(KIM):
        update_contact(contact=lead, values={"title": "VP Sales"})
    answer = save(web, lead, "title", "CEO", **{"opened-title": "CTO"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Yours:" in page
    assert "<strong>CEO</strong>" in page
    assert "<strong>VP Sales</strong>" in page
    assert "(Kim Novak, " in page
    assert 'name="opened-title" value="VP Sales"' in page
    lead.refresh_from_db()
    assert lead.title == "VP Sales"


@pytest.mark.parametrize(("choice", "title"), [("mine", "CEO"), ("theirs", "VP Sales")])
def test_saving_again_with_a_choice_works(web, lead, choice, title):
    update_contact(contact=lead, values={"title": "VP Sales"})
    again = {"opened-title": "VP Sales", "conflict": "title", "choice-title": choice}
    assert save(web, lead, "title", "CEO", **again).status_code == 302
    lead.refresh_from_db()
    assert lead.title == title


def test_without_a_choice_it_is_asked_again(web, lead):
    update_contact(contact=lead, values={"title": "VP Sales"})
    answer = save(web, lead, "title", "CEO", **{"opened-title": "VP Sales", "conflict": "title"})
    assert answer.status_code == 422
    assert "Choose one of the two values." in answer.content.decode()
    lead.refresh_from_db()
    assert lead.title == "VP Sales"


def test_an_untouched_field_keeps_what_somebody_else_saved(web, lead):
    update_contact(contact=lead, values={"title": "VP Sales"})
    assert save(web, lead, "title", "CTO", **{"opened-title": "CTO"}).status_code == 302
    lead.refresh_from_db()
    assert lead.title == "VP Sales"


def test_another_spelling_of_the_stored_phone_is_no_conflict(web, lead):
    update_contact(contact=lead, values={"phone": "+49 30 1234567"})
    answer = save(web, lead, "phone", "+49301234567", **{"opened-phone": ""})
    assert answer.status_code == 302


def test_a_field_of_the_company_conflicts_too(web, lead):
    with acting(KIM):
        update_company(company=lead.company, values={"industry": "Energy"})
    answer = save(web, lead, "industry", "Banking", **{"opened-industry": "Media"})
    assert answer.status_code == 422
    assert "(Kim Novak, " in answer.content.decode()
    lead.company.refresh_from_db()
    assert lead.company.industry == "Energy"


def test_of_people_who_save_at_once_one_wins_and_the_others_choose(at_once):
    lead = ContactFactory(region="Berlin")

    def work(number: int) -> str:
        try:
            update_contact(contact=lead, values={"region": f"City {number}"}, opened={"region": "Berlin"})
        except EditConflict as error:
            return f"conflict with {error.stored['region']}"
        return "saved"

    answers = at_once(4, work)
    lead.refresh_from_db()
    assert sorted(answers) == [f"conflict with {lead.region}"] * 3 + ["saved"]


def test_of_people_who_save_a_detail_of_the_company_at_once_one_wins(at_once):
    company = CompanyFactory(industry="Media")
    leads = [ContactFactory(company=company) for _ in range(4)]

    def work(number: int) -> str:
        try:
            update_contact(
                contact=leads[number], values={"industry": f"Kind {number}"}, opened={"industry": "Media"}
            )
        except EditConflict:
            return "conflict"
        return "saved"

    assert sorted(at_once(4, work)) == ["conflict"] * 3 + ["saved"]
