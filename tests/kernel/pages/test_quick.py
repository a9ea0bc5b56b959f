"""Forms that create a record say what they saved, and lead back to where the person was."""

import pytest

from mauntic.crm.models import Contact
from tests.factories.crm import ContactFactory

HTMX = {"hx-request": "true", "hx-target": "quick-form", "hx-current-url": "http://acme.localhost/companies/"}


def test_the_part_is_the_form_alone_and_the_page_has_it_too(web):
    part = web.get("/leads/new/", headers=HTMX).content.decode()
    page = web.get("/leads/new/").content.decode()
    assert ("<html" in part, "<html" in page) == (False, True)
    assert all('id="quick-form"' in each for each in (part, page))


def test_a_saved_lead_is_named_with_a_link_and_leads_back(web):
    answer = web.post("/leads/new/", {"first_name": "Ada <b>", "next": "/companies/?q=a"})
    lead = Contact.objects.get()
    assert answer.headers["Location"] == "/companies/?q=a"
    page = web.get("/companies/").content.decode()
    assert f'Lead <a href="/leads/{lead.pk}/">Ada &lt;b&gt;</a> created.' in page


def test_without_a_way_back_the_new_lead_is_shown(web):
    answer = web.post("/leads/new/", {"first_name": "Ada"})
    assert answer.headers["Location"] == f"/leads/{Contact.objects.get().pk}/"


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_a_way_back_to_another_host_is_ignored(web, back):
    answer = web.post("/leads/new/", {"first_name": "Ada", "next": back})
    assert answer.headers["Location"] == f"/leads/{Contact.objects.get().pk}/"


def test_the_dialog_reloads_the_page_below_it(web):
    values = {"first_name": "Ada", "next": "/companies/"}
    answer = web.post("/leads/new/", values, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")


def test_the_dialog_goes_where_the_form_says_if_that_is_elsewhere(web):
    values = {"first_name": "Ada", "next": "/leads/"}
    assert web.post("/leads/new/", values, headers=HTMX).headers["HX-Redirect"] == "/leads/"


def test_an_invalid_form_comes_back_as_the_part(web):
    answer = web.post("/leads/new/", {"email": "nonsense"}, headers=HTMX)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert "not an email address" in answer.text


@pytest.mark.parametrize("path", ["/leads/new/", "/companies/new/", "/notes/new/", "/revops/deals/new/"])
def test_each_form_is_a_page_and_a_part(web, path):
    contact = ContactFactory()
    for headers in ({}, HTMX):
        answer = web.get(f"{path}?contact={contact.pk}", headers=headers)
        assert answer.status_code == 200
        assert 'name="once"' in answer.text
