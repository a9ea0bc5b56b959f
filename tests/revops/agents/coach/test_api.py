import pytest
from rest_framework.test import APIClient

from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory

URL = "/api/v1/revops/agents/coach/review"


@pytest.fixture
def api(rep) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def test_an_email_is_reviewed_as_the_contract_says(api):
    answer = api.post(URL, {"draft": "Hi [Name], can we talk about the pumps?"}, format="json")

    assert answer.status_code == 200
    assert answer.json()["findings"][0] == {
        "rule": "unfilled",
        "severity": "problem",
        "problem": "[Name] is not filled in.",
        "fix": "Replace it with a value, or delete it.",
        "part": "text",
        "start": 3,
        "end": 9,
        "quote": "[Name]",
    }
    assert answer.json()["figures"]["questions"] == 1
    assert (answer.json()["comments"], answer.json()["aiProblem"]) == ([], "")


def test_notes_are_reviewed_by_rules_of_notes(api):
    found = api.post(URL, {"notes": "Ada liked it"}, format="json").json()

    assert found["kind"] == "notes"
    assert {each["rule"] for each in found["findings"]} == {"length", "next_step"}


def test_figures_of_the_deals_contact_are_no_claims(api, rep):
    contact = ContactFactory(company=CompanyFactory(employees=120))
    deal = DealFactory(owner=rep, contact=contact, company=contact.company)
    text = "With 120 people it is the right size for us. Can we talk on the phone about that?"

    def rules(**more):
        return {
            each["rule"] for each in api.post(URL, {"draft": text, **more}, format="json").json()["findings"]
        }

    assert "claim" in rules()
    assert "claim" not in rules(dealId=str(deal.pk))


def test_comments_of_the_model_are_added_on_request(api, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"comments": [{"quote": "about the pumps", "problem": "Which?", "fix": "Name one."}]})

    found = api.post(URL, {"draft": "Can we talk about the pumps?", "aiComments": True}, format="json").json()

    assert [(each["quote"], each["start"]) for each in found["comments"]] == [("about the pumps", 12)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "draft"),
        ({"draft": "a", "notes": "b"}, "draft"),
        ({"notes": "b", "subject": "c"}, "subject"),
        ({"draft": ""}, "draft"),
        ({"draft": "   "}, "draft"),
        ({"draft": "x" * 20_001}, "draft"),
        ({"draft": "a", "dealId": "1"}, "dealId"),
        ({"draft": "a", "tone": "warm"}, "tone"),
    ],
)
def test_what_cannot_be_reviewed_is_refused_with_its_field(api, body, field):
    answer = api.post(URL, body, format="json")

    assert answer.status_code == 400
    assert list(answer.json()["details"]) == [field]
