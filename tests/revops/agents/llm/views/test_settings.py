"""The settings of agents."""

from decimal import Decimal

import pytest

from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from tests.factories.agents import connect_llm
from tests.revops.agents.llm.views.conftest import text
from tests.support.queries import queries_of

PAGE = "/revops/agents/settings/"
ALL_ON = {"retention_days": "90", **{f"{agent}-on": "on" for agent in Agent}}


def test_without_a_vendor_the_page_says_what_works_and_offers_all(desk):
    page = text(desk.get(PAGE))
    assert "Mauntic works by its rules alone" in page
    assert page.count("Not connected") == 3


def test_switches_models_budgets_and_policy_are_saved_together(desk, sandbox):
    model = connect_llm(sandbox)
    sent = ALL_ON | {
        "organization-budget": "50",
        "coach-budget": "5.50",
        "coach-model": str(model.pk),
        "allows_other_vendor": "on",
        "retention_days": "30",
    }
    del sent["sdr-on"]
    assert desk.post(PAGE, sent).status_code == 302
    limits = dict(AgentBudget.objects.values_list("agent", "limit"))
    assert (limits[""], limits["coach"], limits["research"]) == (50, Decimal("5.50"), None)
    rows = {row.agent: (row.is_on, row.model) for row in AgentSettings.objects.all()}
    assert rows == {"coach": (True, model), "sdr": (False, None)}
    policy = AgentPolicy.objects.get()
    assert (policy.allows_other_vendor, policy.retention_days) == (True, 30)
    assert 'value="5.50"' in text(desk.get(PAGE))


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization-budget": "-1"},
        {"coach-budget": "much"},
        {"coach-model": "gpt"},
        {"retention_days": "0"},
        {"retention_days": ""},
    ],
)
def test_nothing_is_saved_of_a_wrong_form(desk, wrong):
    answer = desk.post(PAGE, ALL_ON | {"research-budget": "1"} | wrong)
    assert answer.status_code == 422
    assert "Not saved. Correct the marked fields." in text(answer)
    assert (AgentBudget.objects.count(), AgentPolicy.objects.count()) == (0, 0)


def test_all_agents_are_stopped_after_a_question_and_resumed(desk):
    assert "Running calls finish and are billed" in text(desk.get(f"{PAGE}stop/"))
    desk.post(f"{PAGE}stop/")
    page = text(desk.get(PAGE))
    assert "All AI agents are stopped." in page
    assert "Olga Ops stopped them" in page
    assert "already stopped" in text(desk.get(f"{PAGE}stop/"))
    desk.post(f"{PAGE}resume/")
    assert "All AI agents are stopped." not in text(desk.get(PAGE))


def test_more_vendors_and_models_take_no_more_queries(desk, sandbox):
    def show() -> None:
        assert desk.get(PAGE).status_code == 200

    connect_llm(sandbox)
    show()
    one = queries_of(show)
    model = connect_llm(sandbox, "openai")
    LlmModel.objects.create(account=model.account, name="another")
    assert queries_of(show) == one


VENDOR = "/revops/agents/vendors/anthropic/"
PRICED = {"name": "claude-haiku-4-5", "input_price": "1", "output_price": "5", "priced_on": "2026-12-01"}


def test_a_vendor_is_connected_with_a_key_that_is_not_shown_again(desk):
    assert "Save the account first" in text(desk.get(VENDOR))
    assert desk.post(VENDOR, {"key": "sk-secret"}).status_code == 302
    page = text(desk.get(VENDOR))
    assert LlmAccount.objects.get().key == "sk-secret"
    assert "sk-secret" not in page
    assert "Leave empty to keep the stored key." in page


def test_a_vendor_without_a_key_is_refused(desk):
    answer = desk.post(VENDOR, {"key": ""})
    assert (answer.status_code, "Enter the API key." in text(answer)) == (422, True)


def test_a_compatible_server_needs_its_address(desk):
    server = "/revops/agents/vendors/compatible/"
    assert desk.post(server, {"key": "", "base_url": "ollama"}).status_code == 422
    assert desk.post(server, {"key": "", "base_url": "http://ollama:11434/v1"}).status_code == 302
    assert LlmAccount.objects.get().base_url == "http://ollama:11434/v1"


def test_an_unknown_vendor_is_not_found(desk):
    assert desk.get("/revops/agents/vendors/baker/").status_code == 404


def test_suggested_models_come_with_their_prices_and_day(desk, sandbox):
    connect_llm(sandbox)
    page = text(desk.get(VENDOR))
    assert "Add claude-sonnet-5-5" in page
    assert "list prices of 13 Oct 2026" in page
    form = text(desk.get(f"{VENDOR}models/?name=claude-sonnet-5-5"))
    assert 'value="claude-sonnet-5-5"' in form
    assert 'value="2026-10-13"' in form


def test_a_model_is_added_changed_and_removed(desk, sandbox):
    first = connect_llm(sandbox)
    assert desk.post(f"{VENDOR}models/", PRICED | {"is_default": "on"}).status_code == 302
    model = LlmModel.objects.get(name="claude-haiku-4-5")
    assert (model.is_default, model.input_price, model.thinking_tokens) == (True, 1, 0)
    desk.post(f"{VENDOR}models/{model.pk}/", PRICED | {"output_price": "", "input_price": ""})
    assert "No price: not used" in text(desk.get(VENDOR))
    desk.post(f"{VENDOR}models/{model.pk}/remove/")
    assert list(LlmModel.objects.all()) == [first]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"output_price": ""}, "Enter both prices, or neither."),
        ({"input_price": "-1"}, "greater than or equal to 0"),
        ({"name": "model-1"}, "This vendor has a model of this name already."),
        ({"thinking_tokens": "9000"}, "less than or equal to 8000"),
        ({"priced_on": "soon"}, "Enter a valid date."),
    ],
)
def test_a_wrong_model_is_refused_at_its_field(desk, sandbox, wrong, words):
    connect_llm(sandbox)
    answer = desk.post(f"{VENDOR}models/", PRICED | wrong)
    assert (answer.status_code, words in text(answer)) == (422, True)


def test_the_test_button_says_what_the_vendor_says(desk, sandbox):
    connect_llm(sandbox)
    assert "accepts the key" in text(desk.post(f"{VENDOR}test/", follow=True))
    LlmAccount.objects.update(credentials={"key": "wrong"})
    assert "Anthropic rejects the API key." in text(desk.post(f"{VENDOR}test/", follow=True))
    LlmModel.objects.all().delete()
    assert "Add a model first." in text(desk.post(f"{VENDOR}test/", follow=True))


def test_a_vendor_that_was_switched_off_says_why(desk, sandbox):
    connect_llm(sandbox, enabled=False, disabled_reason="Anthropic rejects the API key.")
    for address in (PAGE, VENDOR):
        page = text(desk.get(address))
        assert "Switched off" in page
        assert "Anthropic rejects the API key." in page


def test_a_vendor_is_removed(desk, sandbox):
    connect_llm(sandbox)
    asked = text(desk.get(f"{VENDOR}remove/"))
    assert "The key and 1 model with its prices are deleted." in asked
    assert LlmAccount.objects.exists()
    assert desk.post(f"{VENDOR}remove/").status_code == 302
    assert "This vendor is not connected." in text(desk.get(f"{VENDOR}remove/"))
    assert not LlmAccount.objects.exists()
