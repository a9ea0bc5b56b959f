"""Which vendors and models are tried, in which order, within which limits."""

from decimal import Decimal

import pytest

from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentPolicy, AgentSettings
from revops.agents.llm.selectors.lines import lines_for
from tests.factories.agents import REQUEST, connect_llm


def tried() -> list[tuple[str, str]]:
    return [(line.vendor.slug, line.model) for line in lines_for(Agent.COACH, REQUEST)]


def reason() -> Outcome:
    with pytest.raises(LlmError) as raised:
        lines_for(Agent.COACH, REQUEST)
    return raised.value.outcome


@pytest.fixture
def three(acme, sandbox) -> dict[str, LlmModel]:
    """Three vendors, in another order than that of their names; the policy allows all."""
    AgentPolicy.objects.create(allows_other_vendor=True)
    order = ("openai", "compatible", "anthropic")
    return {kind: connect_llm(sandbox, kind, position=number) for number, kind in enumerate(order)}


def test_vendors_are_tried_by_position_with_their_default_models(three):
    LlmModel.objects.create(account_id="openai", name="another", input_price=1, output_price=1)
    assert tried() == [("openai", "model-1"), ("compatible", "model-1"), ("anthropic", "model-1")]


def test_the_chosen_model_of_an_agent_is_tried_first(three):
    chosen = LlmModel.objects.create(account_id="anthropic", name="chosen", input_price=1, output_price=1)
    AgentSettings.objects.create(agent="coach", model=chosen)
    assert tried() == [("anthropic", "chosen"), ("openai", "model-1"), ("compatible", "model-1")]


def test_a_chosen_model_of_a_vendor_that_is_off_gives_way(three):
    AgentSettings.objects.create(agent="coach", model=three["openai"])
    LlmAccount.objects.filter(pk="openai").update(enabled=False)
    assert tried() == [("compatible", "model-1"), ("anthropic", "model-1")]


def test_vendors_that_cannot_be_called_are_passed_over(three):
    LlmAccount.objects.filter(pk="openai").update(credentials={})
    LlmModel.objects.filter(account="compatible").update(output_price=None)
    assert tried() == [("anthropic", "model-1")]


@pytest.mark.parametrize(
    ("account", "model", "expected"),
    [
        ({"credentials": {}}, {}, Outcome.NO_VENDOR),
        ({"enabled": False}, {}, Outcome.NO_VENDOR),
        ({"circuit_state": "open", "opened_at": "2999-01-01T00:00Z"}, {}, Outcome.OVERLOADED),
        ({}, {"input_price": None}, Outcome.UNPRICED),
    ],
)
def test_why_no_vendor_can_be_called(acme, sandbox, account, model, expected):
    connect_llm(sandbox)
    LlmAccount.objects.update(**account)
    LlmModel.objects.update(**model)
    assert reason() is expected


def sentence() -> str:
    with pytest.raises(LlmError) as raised:
        lines_for(Agent.COACH, REQUEST)
    return raised.value.message


def test_a_vendor_that_is_off_is_not_called_unconnected(acme, sandbox):
    assert sentence() == "No AI vendor is connected."
    connect_llm(sandbox)
    LlmAccount.objects.update(enabled=False, disabled_reason="Key of jane@acme.test is wrong.")
    assert sentence() == "Anthropic is switched off. Ops see why in Settings, Agents."


def test_a_vendor_without_a_model_says_so(acme, sandbox):
    connect_llm(sandbox)
    LlmModel.objects.all().delete()
    assert sentence() == "Anthropic is connected without a model. Ops add one in Settings, Agents."


def test_a_server_without_keys_needs_none(acme, sandbox):
    connect_llm(sandbox, "compatible")
    LlmAccount.objects.update(credentials={})
    assert tried() == [("compatible", "model-1")]


def test_thinking_raises_the_ceiling_the_time_and_the_reservation(acme, sandbox):
    connect_llm(sandbox)
    (plain,) = lines_for(Agent.COACH, REQUEST)
    LlmModel.objects.update(thinking_tokens=3_000)
    (thinking,) = lines_for(Agent.COACH, REQUEST)
    assert (plain.limits.tokens, thinking.limits.tokens) == (100, 3_100)
    assert thinking.limits.seconds - plain.limits.seconds == 100
    assert thinking.most - plain.most == Decimal("0.03")


def test_missing_cache_prices_are_those_of_the_input(acme, sandbox):
    model = connect_llm(sandbox)
    assert model.prices
    assert (model.prices.cache_read, model.prices.cache_write, model.prices.search) == (2, 2, 0)
