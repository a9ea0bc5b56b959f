"""The history of a lead, and two people who edit one field, in the browser."""

import pytest
from playwright.sync_api import Page, expect

from mauntic.broker.actor import Actor, ActorKind, acting
from mauntic.crm.contacts.services.edit import create_contact, update_contact
from mauntic.crm.contacts.services.removal import delete_contacts
from mauntic.crm.models import Contact
from tests.e2e.live import Live

pytestmark = pytest.mark.e2e
KIM = Actor(ActorKind.PERSON, "1", "Kim Novak")


@pytest.fixture
def lead(live: Live, db: None):
    with live.inside():
        made = create_contact(
            values={"first_name": "Ann", "email": "ann@tower.example", "title": "CTO"}, source="x"
        )
        with acting(KIM):
            update_contact(contact=made, values={"title": "VP Sales"})
    yield made
    with live.inside():
        delete_contacts(contact_ids=[made.pk])


def test_who_changed_a_field_takes_one_click(page: Page, lead: Contact) -> None:
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="History of Title").click()
    entry = page.locator(".change").first
    expect(entry).to_contain_text("Kim Novak")
    expect(entry).to_contain_text("CTO")
    expect(entry.locator(".change-new")).to_have_text("VP Sales")


def test_both_values_are_shown_and_one_is_chosen(page: Page, lead: Contact, live: Live) -> None:
    page.goto(f"/leads/{lead.pk}/")
    page.get_by_role("link", name="Edit Title").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("VP Sales")
    with live.inside(), acting(KIM):
        update_contact(contact=lead, values={"title": "Chief of Staff"})
    page.get_by_label("Title", exact=True).fill("CEO")
    page.get_by_role("button", name="Save").click()
    theirs = page.get_by_label("Theirs: Chief of Staff (Kim Novak,")
    expect(theirs).to_be_visible()
    page.get_by_label("Yours: CEO").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Job title saved.")).to_be_visible()
    with live.inside():
        lead.refresh_from_db()
    assert lead.title == "CEO"
