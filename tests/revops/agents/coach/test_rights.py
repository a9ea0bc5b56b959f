"""The coach's API: who may ask about which deal, and that nothing is stored."""

import pytest
from rest_framework.test import APIClient

from mauntic.accounts.services import create_api_key
from mauntic.events.models import StoredEvent
from mauntic.kernel.ids import new_id
from revops.agents.llm.models.runs import AgentRun
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory

URL = "/api/v1/revops/agents/coach/review"
DRAFT = "For 120 people it is the right size. Can we talk on Friday about that?"


def client_of(user) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


@pytest.fixture
def deal(rep):
    return DealFactory(owner=rep, contact=ContactFactory(company=CompanyFactory(employees=120)))


def claims(answer) -> int:
    return sum(each["rule"] == "claim" for each in answer.json()["findings"])


def test_only_who_sees_the_deal_may_use_its_facts(rep, colleague, manager, deal):
    body = {"draft": DRAFT, "dealId": str(deal.pk)}
    assert claims(client_of(rep).post(URL, body, format="json")) == 0
    refused = client_of(colleague).post(URL, body, format="json")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert "120" not in str(refused.json())
    unknown = client_of(rep).post(URL, {**body, "dealId": str(new_id())}, format="json")
    assert unknown.status_code == 404


def test_without_the_deal_the_same_figure_is_a_claim(rep, deal):
    assert claims(client_of(rep).post(URL, {"draft": DRAFT}, format="json")) == 1


def test_strangers_are_refused(acme):
    answer = APIClient(headers={"host": ACME_HOST}).post(URL, {"draft": DRAFT}, format="json")
    assert answer.status_code == 401


def test_a_key_of_another_area_is_refused(rep):
    secret = create_api_key(user=rep, name="sync", scopes=["crm:write"])[1]
    client = APIClient(headers={"host": ACME_HOST, "authorization": f"Bearer {secret}"})
    assert client.post(URL, {"draft": DRAFT}, format="json").status_code == 403


def test_a_review_stores_nothing_and_asks_no_model(rep, deal, sandbox):
    connect_llm(sandbox)
    before = StoredEvent.objects.count()
    client_of(rep).post(URL, {"draft": DRAFT, "dealId": str(deal.pk)}, format="json")
    assert sandbox.llm.asked == []
    assert not AgentRun.objects.exists()
    assert StoredEvent.objects.count() == before


@pytest.mark.parametrize("text", ["\u0000", "\u202eevil", "{{ 7*7 }}", "%s %d {0}", "😀" * 500, "a" * 19_999])
def test_hostile_text_is_reviewed_or_refused_with_its_field(rep, text):
    answer = client_of(rep).post(URL, {"draft": text}, format="json")
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert list(answer.json()["details"]) == ["draft"]
    else:
        figures, draft = answer.json()["figures"], text
        assert figures["words"] <= len(draft)
        for found in answer.json()["findings"]:
            assert found["start"] == -1 or draft[found["start"] : found["end"]] == found["quote"]
