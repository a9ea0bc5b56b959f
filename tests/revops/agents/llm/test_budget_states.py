"""Budgets, switches and vendors, as pages show them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentSettings
from revops.agents.llm.selectors.accounts import model_choices, model_of, vendor_state, vendor_states
from revops.agents.llm.selectors.budgets import BudgetState, agent_states, budget_states, current_month
from tests.factories.agents import connect_llm
from tests.support.queries import queries_of


def state(limit: str | None, spent: str = "0", reserved: str = "0") -> BudgetState:
    return BudgetState(
        agent="coach", limit=limit and Decimal(limit), spent=Decimal(spent), reserved=Decimal(reserved)
    )


@pytest.mark.parametrize(
    ("given", "left", "share", "is_nearly", "is_up"),
    [
        (state(None, "9"), None, None, False, False),
        (state("10"), 10, 0.0, False, False),
        (state("10", "7.99"), Decimal("2.01"), 0.799, False, False),
        (state("10", "7", "1"), 2, 0.8, True, False),
        (state("10", "9.99"), Decimal("0.01"), 0.999, True, False),
        (state("10", "10"), 0, 1.0, False, True),
        (state("10", "12"), 0, 1.0, False, True),  # a limit that was lowered below the spend
        (state("0"), 0, 1.0, False, False),  # a budget of nothing is intended, and no alarm
    ],
)
def test_a_budget_says_what_is_left(given, left, share, is_nearly, is_up):
    assert (given.left, given.share) == (left, pytest.approx(share) if share is not None else None)
    assert (given.is_nearly_used, given.is_used_up) == (is_nearly, is_up)


def test_a_month_without_calls_has_the_limit_of_the_latest_and_no_spend(acme):
    for start, limit in (("2020-01-01", 1), ("2020-02-01", 2)):
        AgentBudget.objects.create(agent="", starts_on=start, limit=limit, spent=5, reserved=1)
    AgentBudget.objects.create(agent="sdr", starts_on="2999-01-01", limit=9)
    states = budget_states()
    assert list(states) == ["", *Agent]
    assert (states[""].limit, states[""].used, states["sdr"].limit) == (2, 0, None)


def test_the_budget_of_this_month_counts_what_is_spent_and_held(acme):
    AgentBudget.objects.create(agent="coach", starts_on=current_month(now()), limit=9, spent=5, reserved=1)
    assert (budget_states()["coach"].used, budget_states()["coach"].name) == (6, "Coach")
    assert budget_states()[""].name == "All agents"


def test_budgets_of_another_organization_are_not_counted(acme, globex):
    with entered(globex):
        AgentBudget.objects.create(agent="", starts_on=current_month(now()), limit=9, spent=5)
    assert (budget_states()[""].limit, budget_states()[""].used) == (None, 0)


@pytest.mark.parametrize(
    ("zone", "month"), [("Pacific/Kiritimati", 1), ("UTC", 12), ("America/Los_Angeles", 12)]
)
def test_the_month_is_the_organizations_own(acme, zone, month):
    acme.time_zone = zone
    assert current_month(datetime(2026, 12, 31, 12, tzinfo=UTC)).month == month


def test_agents_are_on_with_the_default_model_until_somebody_says_otherwise(acme, sandbox):
    model = connect_llm(sandbox)
    AgentSettings.objects.create(agent="sdr", is_on=False, model=model)
    states = {each.agent: each for each in agent_states(budget_states())}
    assert (states[Agent.COACH].is_on, states[Agent.COACH].model_id) == (True, "")
    assert (states[Agent.SDR].is_on, states[Agent.SDR].model_id) == (False, str(model.pk))
    assert states[Agent.SDR].task == "Qualifies prospects and writes the reasons."


def test_an_agent_whose_model_is_removed_uses_the_default(acme, sandbox):
    AgentSettings.objects.create(agent="sdr", model=connect_llm(sandbox))
    LlmModel.objects.all().delete()
    assert agent_states(budget_states())[1].model_id == ""


def test_what_the_settings_show_takes_as_many_queries_for_much(acme, sandbox):
    for kind in ("anthropic", "openai", "compatible"):
        model = connect_llm(sandbox, kind)
        LlmModel.objects.create(account=model.account, name="another")
    for agent in ("", *Agent):
        AgentBudget.objects.create(agent=agent, starts_on=current_month(now()), limit=1)
    budgets = budget_states()
    counts = [queries_of(budget_states), queries_of(lambda: agent_states(budgets)), queries_of(vendor_states)]
    assert counts == [1, 1, 2]
    assert queries_of(model_choices) == 1


@pytest.mark.parametrize(
    ("account", "model", "expected"),
    [
        ({}, {}, "ready"),
        ({"enabled": False}, {}, "off"),
        ({"enabled": False, "circuit_state": "open"}, {"input_price": None}, "off"),
        ({}, {"input_price": None}, "no_model"),
        ({"circuit_state": "open", "opened_at": "2026-12-01T00:00Z"}, {}, "resting"),
        ({"circuit_state": "half_open"}, {}, "resting"),
    ],
)
def test_a_vendor_has_one_state(acme, sandbox, account, model, expected):
    connect_llm(sandbox)
    LlmAccount.objects.update(**account)
    LlmModel.objects.update(**model)
    assert vendor_state("anthropic").state == expected


def test_vendors_that_are_not_connected_come_last(acme, sandbox):
    connect_llm(sandbox, "compatible")
    states = vendor_states()
    assert [(each.slug, each.state) for each in states] == [
        ("compatible", "ready"),
        ("anthropic", "none"),
        ("openai", "none"),
    ]
    assert states[0].name == "OpenAI-compatible server"


def test_the_default_model_is_shown_first(acme, sandbox):
    default = connect_llm(sandbox)
    LlmModel.objects.create(account=default.account, name="older", created_at="2020-01-01T00:00Z")
    assert [model.name for model in vendor_state("anthropic").models] == ["model-1", "older"]


def test_models_are_offered_by_the_order_of_their_vendors(acme, sandbox):
    second = connect_llm(sandbox, "anthropic", position=1)
    first = connect_llm(sandbox, "openai")
    assert model_choices() == [
        (str(first.pk), "model-1 (OpenAI)"),
        (str(second.pk), "model-1 (Anthropic)"),
    ]


def test_what_is_not_there_is_not_found_and_named(acme, sandbox):
    model = connect_llm(sandbox)
    with pytest.raises(NotFound, match='Unknown vendor "baker"'):
        vendor_state("baker")
    for kind, key in (("openai", model.pk), ("anthropic", new_id())):
        with pytest.raises(NotFound, match="does not exist any more"):
            model_of(kind, key)
