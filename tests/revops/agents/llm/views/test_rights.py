"""Who may open and change what, at every address of the room."""

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.tenants.context import entered
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentPolicy
from revops.agents.llm.models.runs import AgentRun
from tests.conftest import ACME_HOST
from tests.factories.agents import connect_llm, make_agent_run
from tests.revops.agents.llm.views.conftest import text

ROOT = "/revops/agents/"
VENDOR = f"{ROOT}vendors/anthropic/"
READ = [
    f"{ROOT}settings/",
    f"{ROOT}settings/stop/",
    VENDOR,
    f"{VENDOR}models/",
    f"{VENDOR}remove/",
]
OF_MANAGERS = [f"{ROOT}runs/", f"{ROOT}spend/"]
CHANGED_ONLY = [f"{ROOT}settings/resume/", f"{VENDOR}test/"]
NEW = {"key": "sk-evil", "name": "evil", "input_price": "1", "output_price": "1", "retention_days": "1"}


def browser(make_user, role: str) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(make_user(role))
    return client


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
@pytest.mark.parametrize("address", READ)
def test_reps_and_managers_read_nothing(make_user, sandbox, role, address):
    connect_llm(sandbox)
    answer = browser(make_user, role).get(address)
    assert answer.status_code == 403
    assert "model-1" not in text(answer)


@pytest.mark.parametrize("address", OF_MANAGERS)
def test_managers_read_what_agents_did_and_cost(make_user, address):
    make_agent_run()
    assert browser(make_user, Role.REP).get(address).status_code == 403
    shown = browser(make_user, Role.MANAGER).get(address)
    assert shown.status_code == 200
    assert f"{ROOT}settings/" not in text(shown)


def test_managers_read_a_run_without_its_words(make_user):
    run = make_agent_run(
        content={"system": "Rules", "user": "The secret page", "answer": "The secret answer"}
    )
    address = f"{ROOT}runs/{run.pk}/"
    assert browser(make_user, Role.REP).get(address).status_code == 403
    assert "secret" not in text(shown := browser(make_user, Role.MANAGER).get(address))
    assert "Prompt and answer are for ops and admins" in text(shown)
    assert "The secret answer" in text(browser(make_user, Role.OPS).get(address))


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_reps_and_managers_change_nothing(make_user, sandbox, role):
    model = connect_llm(sandbox)
    addresses = [*READ, *CHANGED_ONLY, f"{VENDOR}models/{model.pk}/", f"{VENDOR}models/{model.pk}/remove/"]
    client = browser(make_user, role)
    assert {client.post(address, NEW).status_code for address in addresses} == {403}
    assert (LlmAccount.objects.get().key, LlmModel.objects.get().name) == ("sandbox-anthropic", "model-1")
    assert not AgentPolicy.objects.exists()
    assert sandbox.llm.counts["looks"] == 0


@pytest.mark.parametrize(
    "address", [*READ, *OF_MANAGERS, f"{ROOT}runs/0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b/"]
)
def test_a_stranger_signs_in_first(stranger, address):
    answer = stranger.get(address)
    assert answer.status_code == 302
    assert "/login" in answer["Location"]


@pytest.mark.parametrize("address", CHANGED_ONLY)
def test_a_link_alone_changes_nothing(desk, sandbox, address):
    connect_llm(sandbox)
    AgentPolicy.objects.create(stopped_at="2026-12-01T00:00Z")
    assert desk.get(address).status_code == 405
    assert LlmAccount.objects.exists()
    assert AgentPolicy.objects.get().stopped_at
    assert sandbox.llm.counts["looks"] == 0


@pytest.mark.parametrize("address", [f"{ROOT}runs/", f"{ROOT}spend/"])
def test_pages_that_only_show_refuse_to_be_sent_to(desk, address):
    assert desk.post(address).status_code == 405


def test_a_run_of_another_organization_is_not_found_and_counts_nowhere(desk, globex):
    with entered(globex):
        theirs = make_agent_run(prompt="globex.secret", cost=77)
    assert desk.get(f"{ROOT}runs/{theirs.pk}/").status_code == 404
    assert "globex.secret" not in text(desk.get(f"{ROOT}runs/"))
    assert "$77" not in text(desk.get(f"{ROOT}spend/"))


def test_a_vendor_and_model_of_another_organization_are_not_there(desk, globex, sandbox):
    with entered(globex):
        theirs = connect_llm(sandbox)
    assert "Not connected" in text(desk.get(f"{ROOT}settings/"))
    assert desk.get(f"{VENDOR}models/{theirs.pk}/").status_code == 404
    for address in (f"{VENDOR}remove/", f"{VENDOR}test/", f"{VENDOR}models/{theirs.pk}/remove/"):
        assert desk.post(address).status_code == 404
    with entered(globex):
        assert LlmModel.objects.get() == theirs


def test_an_agent_cannot_be_given_the_model_of_another_organization(desk, globex, sandbox):
    with entered(globex):
        theirs = connect_llm(sandbox)
    sent = {"retention_days": "90", "coach-on": "on", "coach-model": str(theirs.pk)}
    answer = desk.post(f"{ROOT}settings/", sent)
    assert (answer.status_code, "Select a valid choice" in text(answer)) == (422, True)


def test_pages_carry_no_key_and_are_not_cached(desk, sandbox):
    connect_llm(sandbox, key="sk-very-secret")
    for address in READ:
        answer = desk.get(address)
        assert "sk-very-secret" not in text(answer)
        assert "private" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]


def test_admin_pages_show_no_key_and_change_nothing(make_user, sandbox):
    model = connect_llm(sandbox, key="sk-very-secret")
    run = make_agent_run(content={"system": "hidden words", "user": "x", "answer": "y"})
    client = browser(make_user, Role.ADMIN)
    pages = [
        f"/admin/revops/llmaccount/{model.account_id}/change/",
        f"/admin/revops/llmmodel/{model.pk}/change/",
        f"/admin/revops/agentrun/{run.pk}/change/",
    ]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200
        assert "sk-very-secret" not in text(page)
        assert "hidden words" not in text(page)
        assert client.post(address, NEW).status_code == 403
    assert client.post(f"/admin/revops/agentrun/{run.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AgentRun.objects.filter(pk=run.pk).exists()
