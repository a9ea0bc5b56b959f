"""A search is reserved, made, settled and recorded; a failure is a result."""

from datetime import date
from decimal import Decimal

import pytest
from django.core import mail

from mauntic.accounts.models import Role
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Mood
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.budget import current_month
from revops.agents.search.domain.results import SearchQuery
from revops.agents.search.models import SearchAccount
from revops.agents.search.services.searching import Found, search
from tests.factories.agents import connect_llm
from tests.factories.crm import ContactFactory
from tests.factories.search import connect_search

QUERY = SearchQuery('"Acme" news', 5)
PRICE = Decimal("0.005")
KINDS = ["brave", "searxng", "ai_vendor"]
VENDORS = ["anthropic", "openai"]


def found(account: SearchAccount, **more) -> Found:
    return search(account=account, query=QUERY, **more)


def money() -> dict[str, tuple[Decimal, Decimal]]:
    return {row.agent: (row.reserved, row.spent) for row in AgentBudget.objects.all()}


def limited(amount: str) -> None:
    AgentBudget.objects.create(agent="research", starts_on=current_month(now()), limit=Decimal(amount))


@pytest.fixture
def web(sandbox):
    sandbox.llm.web.add("https://news.example/a", "Acme grows", "It doubled.", date(2026, 3, 4))
    return sandbox.llm.web


def connect_model(sandbox, kind: str = "anthropic", price: str | None = "10") -> LlmModel:
    model = connect_llm(sandbox, kind)
    model.search_price = price and Decimal(price)
    model.save()
    return model


@pytest.mark.parametrize("kind", ["brave", "searxng"])
def test_a_search_costs_its_price_and_is_a_run(acme, sandbox, web, kind):
    contact = ContactFactory()
    account = connect_search(sandbox, kind)
    shown = found(account, contact_id=contact.pk, company_id=contact.company_id)
    assert ([each.url for each in shown.results], shown.cost, shown.problem) == (
        ["https://news.example/a"],
        PRICE,
        "",
    )
    assert money() == {"": (0, PRICE), "research": (0, PRICE)}
    run = AgentRun.objects.get()
    assert (run.vendor, run.agent, run.prompt, run.searches, run.attempts) == (
        kind,
        "research",
        "research.search",
        1,
        1,
    )
    assert (run.outcome, run.cost, run.contact, run.company) == ("answered", PRICE, contact, contact.company)
    assert run.content["user"] == '"Acme" news'
    assert run.content["sources"] == [["https://news.example/a", "Acme grows"]]


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_model_of_the_agent_searches_with_its_vendors_tool(acme, sandbox, web, vendor):
    connect_model(sandbox, vendor)
    web.add("https://news.example/b", "Acme moves")
    shown = found(connect_search(sandbox, "ai_vendor"))
    assert [each.url for each in shown.results] == ["https://news.example/a", "https://news.example/b"]
    run = AgentRun.objects.get()
    assert (run.vendor, run.searches, run.cost) == (vendor, 1, shown.cost)
    assert shown.cost > Decimal("0.01")
    assert money()[""] == (0, shown.cost)
    assert sandbox.llm.asked[0].searches == 1


def test_addresses_that_the_model_writes_are_no_results(acme, sandbox, web):
    connect_model(sandbox)
    sandbox.llm.say("See https://evil.example/ and http://169.254.169.254/")
    assert [each.url for each in found(connect_search(sandbox, "ai_vendor")).results] == [
        "https://news.example/a"
    ]


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_search_tool_that_fails_is_a_problem_whose_tokens_are_paid(acme, sandbox, vendor):
    connect_model(sandbox, vendor)
    sandbox.llm.web.tool_error = "max_uses_exceeded"
    shown = found(connect_search(sandbox, "ai_vendor"))
    assert shown.problem.startswith("The web search of the AI vendor failed: ")
    assert shown.results == ()
    assert shown.cost == AgentRun.objects.get().cost > 0


@pytest.mark.parametrize("kind", ["brave", "searxng"])
def test_without_a_price_no_search_is_made(acme, sandbox, kind):
    shown = found(connect_search(sandbox, kind, price=None))
    assert shown.problem.startswith("Enter the price of a search with ")
    assert (sandbox.llm.web.asked, AgentRun.objects.count()) == ([], 0)


def test_a_model_without_a_price_of_a_search_does_not_search(acme, sandbox):
    connect_model(sandbox, price=None)
    shown = found(connect_search(sandbox, "ai_vendor"))
    assert shown.problem == "Enter the price of a web search with model-1 first."
    assert sandbox.llm.asked == []


def test_a_server_of_ones_own_may_cost_nothing(acme, sandbox, web):
    shown = found(connect_search(sandbox, "searxng", price=Decimal(0)))
    assert (len(shown.results), shown.cost) == (1, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_budget_that_is_used_up_makes_no_search(acme, sandbox, kind):
    connect_model(sandbox)
    limited("0.001")
    shown = found(connect_search(sandbox, kind))
    assert "budget of Research is used up" in shown.problem
    assert (sandbox.llm.web.asked, sandbox.llm.asked) == ([], [])
    assert money()["research"] == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_stopped_agents_make_no_search(acme, sandbox, kind):
    connect_model(sandbox)
    account = connect_search(sandbox, kind)
    AgentSettings.objects.create(agent="research", is_on=False)
    assert found(account).problem == "Research is switched off."
    AgentPolicy.objects.create(stopped_at=now())
    assert found(account).problem == "All AI agents are stopped."
    assert (sandbox.llm.web.asked, sandbox.llm.asked) == ([], [])


def test_twenty_searches_at_once_with_money_for_four_make_four(committed, sandbox, web, at_once):
    limited("0.02")
    account = connect_search(sandbox)
    shown = at_once(20, lambda _: found(account))
    assert sum(not each.problem for each in shown) == len(web.asked) == 4
    assert money()["research"] == (0, 4 * PRICE)


def test_an_engine_that_rejects_its_key_is_switched_off_and_admins_told_once(run_jobs, sandbox, make_user):
    make_user(Role.ADMIN)
    account = connect_search(sandbox, credentials={"key": "wrong"})
    with run_jobs():
        assert [found(account).problem for _ in range(2)] == ["Brave Search rejects the API key."] * 2
    account.refresh_from_db()
    assert (account.is_used, account.problem) == (False, "Brave Search rejects the API key.")
    assert [each.subject for each in mail.outbox] == ["[Acme] Brave Search switched off"]
    assert money()[""] == (0, 0)


@pytest.mark.parametrize(("status", "cost"), [(429, Decimal(0)), (500, PRICE)])
def test_a_failure_is_settled_at_nothing_if_it_is_certainly_not_billed(acme, sandbox, status, cost):
    sandbox.llm.web.status = status
    account = connect_search(sandbox)
    shown = found(account)
    assert (shown.cost, AgentRun.objects.get().cost, money()[""]) == (cost, cost, (0, cost))
    account.refresh_from_db()
    assert account.is_used


@pytest.mark.parametrize("mood", [Mood.REFUSE, Mood.OVERLOAD, Mood.NO_BALANCE, Mood.HTML, Mood.CUT_OFF])
def test_whatever_the_model_does_the_search_ends_with_a_sentence(acme, sandbox, mood):
    connect_model(sandbox)
    sandbox.llm.configure(mood=mood)
    shown = found(connect_search(sandbox, "ai_vendor"))
    assert shown.problem
    assert shown.results == ()
