import pytest
from rest_framework.test import APIClient

from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight

URL = "/api/v1/revops/agents/email-copilot/draft"


@pytest.fixture
def api(rep) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def draft(*sentences):
    given = [{"text": text, "facts": facts} for text, facts in sentences]
    return {"subjects": ["Tests of pumps"], "paragraphs": [{"sentences": given}]}


@pytest.fixture
def contact(acme):
    return ContactFactory(first_name="Ada", company=CompanyFactory(name="Hydra", employees=120))


def test_a_draft_is_answered_as_the_contract_says(api, contact, sandbox):
    connect_llm(sandbox)
    sentences = [{"text": "Hydra has 120 people.", "facts": ["size"]}, {"text": "Save 35%.", "facts": []}]
    sandbox.llm.say({"subjects": ["Tests of pumps"], "paragraphs": [{"sentences": sentences}]})

    answer = api.post(URL, {"contactId": str(contact.pk), "goal": "Ask for a call"}, format="json")

    assert answer.status_code == 200
    assert answer.json() == {
        "contactId": str(contact.pk),
        "subjects": ["Tests of pumps"],
        "text": "Hi Ada,\n\nHydra has 120 people.\n\nBest regards,\nJo Reyes",
        "sentences": [{"text": "Hydra has 120 people.", "paragraph": 0, "facts": ["size"]}],
        "sources": [
            {
                "id": "size",
                "text": "Employees of the company: 120.",
                "source": "CRM",
                "url": "",
                "quote": "",
                "dated": None,
                "insightId": None,
            },
        ],
        "removed": {"figure": 1},
    }


def test_an_insight_is_answered_with_its_page_sentence_and_date(api, contact, sandbox):
    connect_llm(sandbox)
    insight = make_insight(company=contact.company, content="It hires 14 engineers.", published_at=now())
    sandbox.llm.say(draft(("You hire 14 engineers.", ["insight-1"])))

    answer = api.post(URL, {"contactId": str(contact.pk), "goal": "Ask for a call"}, format="json")

    [source] = answer.json()["sources"]
    assert source.pop("dated").endswith("Z")
    assert source == {
        "id": "insight-1",
        "text": "It hires 14 engineers.",
        "source": "Jobs",
        "url": insight.url,
        "quote": insight.sentence,
        "insightId": str(insight.pk),
    }


def test_a_stream_is_answered_as_events(api, contact, sandbox):
    connect_llm(sandbox)
    sentences = [{"text": "Hydra has 120 people.", "facts": ["size"]}]
    sandbox.llm.say({"subjects": ["Tests of pumps"], "paragraphs": [{"sentences": sentences}]})
    body = {"contactId": str(contact.pk), "goal": "Ask for a call", "stream": True}

    answer = api.post(URL, body, format="json", headers={"accept": "text/event-stream"})

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    parts = b"".join(answer.streaming_content).decode().split("\n\n")
    assert [part.split("\n")[0] for part in parts if part] == [
        "event: subject",
        "event: sentence",
        "event: done",
    ]


def test_without_a_vendor_the_reason_is_a_sentence(api, contact):
    answer = api.post(URL, {"contactId": str(contact.pk), "goal": "Ask for a call"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "llm_stopped")
    assert answer.json()["message"] == "No AI vendor is connected."


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"goal": ""}, "goal"),
        ({"goal": "x" * 301}, "goal"),
        ({"tone": "angry"}, "tone"),
        ({"contactId": "1"}, "contactId"),
        ({"to": "evil@example.com"}, "to"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field(api, contact, wrong, field):
    body = {"contactId": str(contact.pk), "goal": "Ask for a call", **wrong}
    answer = api.post(URL, body, format="json")

    assert answer.status_code == 400
    assert list(answer.json()["details"]) == [field]


def test_a_stream_takes_no_idempotency_key_and_an_unknown_lead_is_not_found(api, contact):
    body = {"contactId": str(contact.pk), "goal": "Ask for a call", "stream": True}
    refused = api.post(URL, body, format="json", headers={"Idempotency-Key": "a"})
    assert refused.status_code == 400
    body["contactId"] = "01a22eb8-d121-712f-b678-3c840d57aa75"
    assert api.post(URL, body, format="json").status_code == 404
