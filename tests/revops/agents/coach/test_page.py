"""The coach's page, and its part below a text in another form."""

import pytest
from django.test import Client

from tests.conftest import ACME_HOST
from tests.factories.crm import CompanyFactory, ContactFactory

URL = "/revops/coach/"
HTMX = {"HX-Request": "true"}
TEXT = "Hi [Name], can we talk on Friday about the pumps that you test by hand?"


@pytest.fixture
def page(rep) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def test_a_draft_is_reviewed_on_the_coachs_own_page(page):
    answer = page.post(URL, {"kind": "email", "text": TEXT})

    assert answer.status_code == 200
    assert "[Name] is not filled in." in answer.text
    assert "Replace it with a value, or delete it." in answer.text
    assert 'name="text"' in answer.text
    assert TEXT in answer.text


@pytest.mark.parametrize(
    ("query", "fields", "finding", "absent"),
    [
        (
            "text=step-0-body&subject=step-0-subject&tokens=yes",
            {"step-0-body": "Hi {{ name }}"},
            "{{ name }}",
            "",
        ),
        ("text=step-0-body&tokens=yes", {"step-0-body": "Hi {{ first_name }}"}, "Length", "is not filled in"),
        ("text=text", {"text": "Hi {{ first_name }}"}, "{{ first_name }} is not filled in.", "no subject"),
        ("text=text&subject=subject", {"text": "Hi Ada", "subject": ""}, "The email has no subject.", ""),
        ("kind=notes&text=notes", {"notes": "Ada liked it"}, "No next step.", "no subject"),
    ],
)
def test_a_button_says_which_fields_of_its_form_hold_the_draft(page, query, fields, finding, absent):
    answer = page.post(f"{URL}?{query}", {**fields, "other": "1"}, headers=HTMX)

    assert answer.status_code == 200
    assert finding in answer.text
    assert "<html" not in answer.text
    assert not absent or absent not in answer.text


def test_figures_that_the_crm_has_are_no_claims(page):
    contact = ContactFactory(company=CompanyFactory(employees=120))
    text = {"text": "For 120 people it is the right size. Can we talk on Friday about that?"}

    assert "No insight or CRM field" in page.post(f"{URL}?text=text", text, headers=HTMX).text
    known = page.post(f"{URL}?text=text&contact={contact.pk}", text, headers=HTMX).text
    assert "No insight or CRM field" not in known


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"text": " "}, "Enter a text to review."),
        ({}, "Enter a text to review."),
        ({"text": "x" * 20_001}, "20000"),
        ({"text": "Hello", "subject": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_reviewed_is_refused(page, posted, sentence):
    for headers in ({}, HTMX):
        answer = page.post(f"{URL}?text=text&subject=subject", posted, headers=headers)
        assert answer.status_code == 422
        assert sentence in answer.text.replace(",", "")


@pytest.mark.parametrize("query", ["kind=poem", "text=a b", "contact=1"])
def test_an_address_with_unknown_values_is_refused(page, query):
    assert page.post(f"{URL}?{query}", {"text": "Hello"}).status_code == 422


def test_an_unknown_lead_is_not_found(page):
    query = "text=text&contact=01a22eb8-d121-712f-b678-3c840d57aa75"
    assert page.post(f"{URL}?{query}", {"text": "Hello"}).status_code == 404


def test_without_a_vendor_the_rules_stay_and_a_sentence_says_why(page):
    answer = page.post(URL, {"kind": "email", "text": TEXT, "coach": "ai"})

    assert "[Name] is not filled in." in answer.text
    assert "No AI vendor is connected." in answer.text
    assert "The rules above work without AI." in answer.text


def test_markup_in_a_draft_stays_text(page):
    answer = page.post(URL, {"kind": "email", "text": "<script>alert(1)</script> [Name] <first name>"})

    assert "<script>alert(1)" not in answer.text
    assert "&lt;first name&gt; is not filled in." in answer.text


def test_the_coach_asks_who_is_there(acme):
    assert Client(headers={"host": ACME_HOST}).get(URL).status_code == 302
