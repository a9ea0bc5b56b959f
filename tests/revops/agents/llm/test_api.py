"""The API of agents: runs without their contents, settings, and keys that are only written."""

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from mauntic.accounts.models import Role
from mauntic.accounts.services.api_keys import create_api_key
from mauntic.kernel.clock import now
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from tests.conftest import ACME_HOST
from tests.crm.queries import counted
from tests.factories.agents import connect_llm, make_agent_run
from tests.factories.crm import ContactFactory

URL = "/api/v1/revops/agents/"
CONTENT = {"system": "Read.", "user": "A secret page", "answer": "{}", "evidence": [], "sources": []}


@pytest.fixture
def api(make_user):
    """A client that is signed in with a role: `api("ops")`."""

    def of(role: str) -> APIClient:
        client = APIClient(headers={"host": ACME_HOST})
        client.force_login(make_user(role))
        return client

    return of


def test_a_run_has_cost_outcome_prompt_version_and_tokens(api):
    lead = ContactFactory()
    run = make_agent_run(
        contact=lead, prompt_version=4, instructions_version=2, content=CONTENT, cache_read_tokens=7
    )

    found = api("manager").get(f"{URL}runs").json()

    [row] = found["data"]
    assert found["total"] == 1
    assert row["id"] == str(run.pk)
    assert (row["cost"], row["outcome"], row["prompt"], row["promptVersion"]) == (
        0.0021,
        "answered",
        "research.read",
        4,
    )
    assert (row["inputTokens"], row["cacheReadTokens"], row["outputTokens"]) == (900, 7, 120)
    assert (row["contactId"], row["companyId"]) == (str(lead.pk), None)
    assert row["instructionsVersion"] == 2
    assert "content" not in row


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?agent=sdr", 1),
        ("?agent=SDR&outcome=declined", 1),
        ("?outcome=cut_off", 0),
        ("?contactId=01a22eb8-d121-712f-b678-3c840d57aa75", 0),
    ],
)
def test_runs_are_narrowed(api, query, count):
    make_agent_run()
    make_agent_run(agent="sdr", outcome="declined")
    assert api("ops").get(f"{URL}runs{query}").json()["total"] == count


@pytest.mark.parametrize("query", ["?agent=spy", "?outcome=fine", "?contactId=1", "?limit=101", "?who=me"])
def test_an_unknown_filter_is_refused(api, query):
    assert api("ops").get(f"{URL}runs{query}").status_code == 400


@pytest.mark.parametrize(("role", "sees"), [("manager", False), ("ops", True), ("admin", True)])
def test_contents_are_for_ops_and_admins(api, role, sees):
    run = make_agent_run(content=CONTENT)
    answer = api(role).get(f"{URL}runs/{run.pk}")
    assert answer.status_code == 200
    shown = {"system": "Read.", "user": "A secret page", "answer": "{}"}
    assert answer.json()["content"] == (shown if sees else None)
    assert ("secret" in answer.text) is sees


def test_contents_that_were_deleted_are_null_and_an_unknown_run_is_not_found(api):
    client = api("ops")
    assert client.get(f"{URL}runs/{make_agent_run(content=None).pk}").json()["content"] is None
    assert client.get(f"{URL}runs/01a22eb8-d121-712f-b678-3c840d57aa75").status_code == 404


def test_a_page_of_any_length_takes_the_same_queries(api):
    client = api("ops")
    make_agent_run(contact=ContactFactory())
    client.get(f"{URL}runs?limit=1")
    with counted() as one:
        client.get(f"{URL}runs?agent=research")
    for _number in range(3):
        make_agent_run(contact=ContactFactory())
    with counted() as four:
        client.get(f"{URL}runs?outcome=answered")
    assert len(four) == len(one)


@pytest.mark.parametrize(
    ("scopes", "method", "status"),
    [
        (["revops:read"], "get", 200),
        (["crm:write"], "get", 403),
        (["revops:read"], "patch", 403),
        (["revops:write"], "patch", 200),
    ],
)
def test_a_key_needs_the_scope(make_user, scopes, method, status):
    _key, secret = create_api_key(user=make_user(Role.OPS), name="Mine", scopes=scopes)
    client = APIClient(headers={"host": ACME_HOST, "authorization": f"Bearer {secret}"})
    assert getattr(client, method)(f"{URL}settings", {}, format="json").status_code == status


def test_settings_tell_all_but_the_key(api, sandbox):
    model = connect_llm(sandbox, key="sk-hidden-123")
    AgentBudget.objects.create(agent="", starts_on=now().date().replace(day=1), limit=200, spent=3)

    answer = api("ops").get(f"{URL}settings")

    found = answer.json()
    assert (found["stopped"], found["stoppedAt"], found["retentionDays"]) == (False, None, 90)
    assert found["budget"] == {"limit": 200, "reserved": 0, "spent": 3}
    assert found["agents"][0] == {
        "agent": "research",
        "enabled": True,
        "modelId": None,
        "budget": {"limit": None, "reserved": 0, "spent": 0},
    }
    vendor = found["vendors"][0]
    assert (vendor["kind"], vendor["state"], vendor["hasKey"]) == ("anthropic", "ready", True)
    assert vendor["models"][0]["id"] == str(model.pk)
    assert "sk-hidden-123" not in answer.text


def test_only_what_is_sent_changes(api, sandbox):
    model = connect_llm(sandbox)
    client = api("ops")
    sent = {
        "stopped": True,
        "budget": 200.5,
        "agents": [
            {"agent": "copilot", "budget": 50, "modelId": str(model.pk)},
            {"agent": "sdr", "enabled": False},
        ],
    }
    found = client.patch(f"{URL}settings", sent, format="json").json()
    assert (found["stopped"], found["budget"]["limit"]) == (True, 200.5)

    found = client.patch(f"{URL}settings", {"stopped": False, "retentionDays": 30}, format="json").json()

    agents = {each["agent"]: each for each in found["agents"]}
    assert (found["stopped"], found["retentionDays"], found["budget"]["limit"]) == (False, 30, 200.5)
    assert (agents["copilot"]["modelId"], agents["copilot"]["budget"]["limit"]) == (str(model.pk), 50)
    assert (agents["copilot"]["enabled"], agents["sdr"]["enabled"]) == (True, False)

    back = {"budget": None, "agents": [{"agent": "copilot", "modelId": None, "budget": None}]}
    found = client.patch(f"{URL}settings", back, format="json").json()
    agents = {each["agent"]: each for each in found["agents"]}
    assert (found["budget"]["limit"], agents["copilot"]["modelId"]) == (None, None)
    assert agents["copilot"]["budget"]["limit"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"budget": -1}, "budget"),
        ({"budget": "a lot"}, "budget"),
        ({"retentionDays": 0}, "retentionDays"),
        ({"mode": "autopilot"}, "mode"),
        ({"agents": [{"agent": "spy"}]}, "agents"),
        ({"agents": [{"agent": "sdr"}, {"agent": "sdr"}]}, "agents"),
        ({"agents": [{"agent": "sdr", "modelId": "01a22eb8-d121-712f-b678-3c840d57aa75"}]}, "agents"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field_and_changes_nothing(api, wrong, field):
    answer = api("ops").patch(f"{URL}settings", {"allowsOtherVendor": True, **wrong}, format="json")
    assert (answer.status_code, list(answer.json()["details"])) == (400, [field])
    assert not AgentPolicy.objects.filter(allows_other_vendor=True).exists()
    assert not AgentSettings.objects.exists()


def test_a_key_is_stored_and_never_returned(api):
    client = api("admin")
    answer = client.put(f"{URL}vendors/anthropic", {"key": "sk-new-456"}, format="json")

    assert answer.status_code == 200
    assert (answer.json()["hasKey"], answer.json()["state"]) == (True, "no_model")
    assert LlmAccount.objects.get().key == "sk-new-456"
    kept = client.put(f"{URL}vendors/anthropic", {"enabled": False}, format="json")
    assert (kept.json()["enabled"], LlmAccount.objects.get().key) == (False, "sk-new-456")
    assert "sk-new-456" not in answer.text + kept.text


@pytest.mark.parametrize(
    ("kind", "sent", "status", "field"),
    [
        ("anthropic", {}, 400, "key"),
        ("anthropic", {"key": "sk-ü"}, 400, "key"),
        ("anthropic", {"key": "x" * 501}, 400, "key"),
        ("compatible", {"baseUrl": "ftp://x"}, 400, "baseUrl"),
        ("skynet", {"key": "sk"}, 404, ""),
    ],
)
def test_a_vendor_that_cannot_be_connected_is_refused(api, kind, sent, status, field):
    answer = api("ops").put(f"{URL}vendors/{kind}", sent, format="json")
    assert answer.status_code == status
    assert list(answer.json()["details"]) == ([field] if field else [])
    assert not LlmAccount.objects.exists()


def test_a_key_is_not_sent_to_another_address(api):
    LlmAccount.objects.create(kind="compatible", credentials={"key": "k"}, base_url="https://a.example/v1")
    answer = api("ops").put(f"{URL}vendors/compatible", {"baseUrl": "https://b.example/v1"}, format="json")
    assert (answer.status_code, list(answer.json()["details"])) == (400, ["key"])


def test_costs_are_exact_numbers(api):
    make_agent_run(cost=Decimal("0.000001"))
    assert api("ops").get(f"{URL}runs").json()["data"][0]["cost"] == 0.000001
    assert AgentRun.objects.count() == 1
