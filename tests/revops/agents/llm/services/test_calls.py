"""A call is reserved, made, settled and recorded, whatever happens."""

from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction

from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.clock import now
from mauntic.sandbox.llm.model import Mood
from revops.agents.llm.domain.errors import (
    LlmError,
    LlmMisconfigured,
    LlmStopped,
    LlmUnavailable,
    LlmUnusable,
)
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.prices import Prices, most_of
from revops.agents.llm.domain.requests import Agent, LlmRequest, Purpose, WebSearch
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.budget import current_month
from revops.agents.llm.services.calls import complete
from tests.factories.agents import DRAFT, PURPOSE, REQUEST, Draft, connect_llm
from tests.factories.crm import ContactFactory

PRICES = Prices(input=Decimal(2), output=Decimal(10), cache_read=Decimal(2), cache_write=Decimal(2))
MOST = most_of(REQUEST, PRICES, tokens=100)
COST = Decimal("0.000112")
"""Six tokens in, ten out."""


def money() -> dict[str, tuple[Decimal, Decimal]]:
    """What is reserved and spent, by agent."""
    return {row.agent: (row.reserved, row.spent) for row in AgentBudget.objects.all()}


def failure(request: LlmRequest = REQUEST, purpose: Purpose = PURPOSE) -> LlmError:
    with pytest.raises(LlmError) as raised:
        complete(request=request, purpose=purpose)
    return raised.value


def test_an_answer_comes_as_its_schema_with_its_cost(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(DRAFT)
    answer = complete(request=REQUEST, purpose=PURPOSE)
    assert answer.data == Draft(subject="Hello", body="Hi Ada")
    assert (answer.cost, answer.vendor, answer.model) == (COST, "anthropic", "model-1")
    assert money() == {"": (0, COST), "research": (0, COST)}


def test_a_run_says_who_asked_what_and_why(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say(DRAFT)
    contact = ContactFactory()
    evidence = ({"kind": "snapshot", "url": "https://acme.example/about"},)
    purpose = Purpose(
        agent=Agent.COPILOT, prompt="copilot.draft", version=2, contact_id=contact.pk, evidence=evidence
    )
    with caused_by(Cause("event", "e-1")):
        answer = complete(request=REQUEST, purpose=purpose)
    run = AgentRun.objects.get(pk=answer.run_id)
    assert (run.agent, run.prompt, run.prompt_version, run.model) == (
        "copilot",
        "copilot.draft",
        2,
        "model-1",
    )
    assert (run.outcome, run.attempts, run.cost, run.reserved) == ("answered", 1, COST, 0)
    assert (run.input_tokens, run.output_tokens, run.contact) == (6, 10, contact)
    assert (run.cause_kind, run.cause_id) == ("event", "e-1")
    assert run.content["system"] == "Draft an email."
    assert run.content["answer"] == answer.text
    assert run.content["evidence"] == [dict(evidence[0])]
    assert run.finished_at


def test_the_prompt_is_encrypted_in_the_database(acme, sandbox):
    connect_llm(sandbox)
    complete(request=REQUEST, purpose=PURPOSE)
    (stored,) = AgentRun.objects.extra(select={"stored": "content::text"}).values_list("stored", flat=True)
    assert "Draft an email" not in stored


@pytest.mark.parametrize(
    ("mood", "expected"),
    [
        (Mood.REFUSE, Outcome.DECLINED),
        (Mood.CUT_OFF, Outcome.CUT_OFF),
        (Mood.NOT_JSON, Outcome.WRONG_SHAPE),
        (Mood.EXTRA_KEY, Outcome.WRONG_SHAPE),
    ],
)
@pytest.mark.parametrize("kind", ["anthropic", "openai", "compatible"])
def test_an_unusable_answer_is_paid_and_asked_once(acme, sandbox, kind, mood, expected):
    connect_llm(sandbox, kind)
    sandbox.llm.configure(mood=mood)
    sandbox.llm.say(DRAFT)
    error = failure()
    assert isinstance(error, LlmUnusable)
    assert error.outcome is expected
    run = AgentRun.objects.get(pk=error.run_id)
    assert (run.outcome, run.attempts, run.reserved) == (expected, 1, 0)
    assert run.cost == error.cost > 0
    assert sandbox.llm.counts["calls"] == 1


def test_a_wrong_shape_says_which_field(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"subject": 3, "body": "x"})
    assert failure().message.startswith("The answer is not in the agreed form. subject ")


def test_an_overloaded_vendor_is_asked_once_more(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=Mood.OVERLOAD, times=1)
    sandbox.llm.say(DRAFT)
    answer = complete(request=REQUEST, purpose=PURPOSE)
    assert answer.cost == COST  # the refusal was free
    assert AgentRun.objects.get().attempts == 2


def test_both_calls_of_a_repeat_are_paid_where_the_first_may_be_billed(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=Mood.SERVER_ERROR, times=1)
    sandbox.llm.say(DRAFT)
    answer = complete(request=REQUEST, purpose=PURPOSE)
    assert answer.cost == MOST + COST
    assert AgentRun.objects.get().cost == MOST + COST
    assert money()[""] == (0, MOST + COST)


def test_a_vendor_that_stays_overloaded_is_given_up(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=Mood.OVERLOAD)
    error = failure()
    assert isinstance(error, LlmUnavailable)
    assert (sandbox.llm.counts["calls"], error.cost, money()[""]) == (2, 0, (0, 0))


@pytest.mark.parametrize(
    ("mood", "expected"),
    [(Mood.NO_BALANCE, Outcome.OUT_OF_CREDIT), (Mood.NO_PERMISSION, Outcome.FORBIDDEN_PLAN)],
)
def test_a_vendor_that_rejects_all_calls_is_switched_off_with_an_alert(
    acme, sandbox, admin, run_jobs, mood, expected
):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=mood)
    with run_jobs():
        error = failure()
    assert isinstance(error, LlmMisconfigured)
    assert error.outcome is expected
    account = LlmAccount.objects.get()
    assert (account.enabled, bool(account.disabled_reason)) == (False, True)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([admin.email], "[Acme] Anthropic switched off")
    assert failure().outcome is Outcome.NO_VENDOR


def test_a_wrong_key_switches_the_vendor_off_once(acme, sandbox, admin, run_jobs):
    connect_llm(sandbox, key="wrong")
    with run_jobs():
        assert failure().outcome is Outcome.AUTH_FAILED
    assert (LlmAccount.objects.get().enabled, len(mail.outbox)) == (False, 1)


def test_a_vendor_that_fails_five_times_is_left_alone(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=Mood.HTML)
    LlmAccount.objects.update(consecutive_failures=4)
    failure()
    calls = sandbox.llm.counts["calls"]
    error = failure()
    assert (error.outcome, error.run_id) == (Outcome.OVERLOADED, None)
    assert sandbox.llm.counts["calls"] == calls


def test_without_a_vendor_nothing_is_called_or_recorded(acme, sandbox):
    error = failure()
    assert isinstance(error, LlmStopped)
    assert (error.outcome, AgentRun.objects.count()) == (Outcome.NO_VENDOR, 0)


@pytest.mark.parametrize("price", ["input_price", "output_price"])
def test_a_model_without_a_price_is_refused_before_the_call(acme, sandbox, price):
    connect_llm(sandbox, **{price: None})
    assert failure().outcome is Outcome.UNPRICED
    assert sandbox.llm.counts["calls"] == 0


def test_the_switches_of_the_agent_and_of_all_stop_calls(acme, sandbox):
    connect_llm(sandbox)
    AgentSettings.objects.create(agent="research", is_on=False)
    assert failure().message == "Research is switched off."
    AgentSettings.objects.all().delete()
    AgentPolicy.objects.create(stopped_at="2026-12-01T00:00Z")
    assert failure().message == "All AI agents are stopped."
    assert sandbox.llm.counts["calls"] == 0


def test_a_budget_of_nothing_stops_calls_and_says_why(acme, sandbox):
    connect_llm(sandbox)
    AgentBudget.objects.create(agent="research", starts_on=current_month(now()), limit=0)
    error = failure()
    assert error.message.startswith("The monthly AI budget of Research is used up: $0 of $0")
    assert AgentRun.objects.get(pk=error.run_id).outcome == "over_budget"
    assert sandbox.llm.counts["calls"] == 0
    assert money() == {"research": (0, 0)}  # what was reserved for the organization is rolled back


def test_the_chosen_model_of_an_agent_answers(acme, sandbox):
    first = connect_llm(sandbox)
    other = LlmModel.objects.create(
        account=first.account, name="model-2", input_price=1, output_price=1, thinking_tokens=50
    )
    AgentSettings.objects.create(agent="research", model=other)
    complete(request=REQUEST, purpose=PURPOSE)
    (asked,) = sandbox.llm.asked
    assert (asked.model, asked.max_tokens) == ("model-2", 150)


@pytest.mark.parametrize("is_allowed", [True, False])
def test_the_other_vendor_answers_only_if_that_is_allowed(acme, sandbox, is_allowed):
    connect_llm(sandbox, key="wrong")
    connect_llm(sandbox, "openai", position=1)
    AgentPolicy.objects.create(allows_other_vendor=is_allowed)
    sandbox.llm.say(DRAFT)
    if not is_allowed:
        assert failure().outcome is Outcome.AUTH_FAILED
        return
    answer = complete(request=REQUEST, purpose=PURPOSE)
    assert answer.vendor == "openai"
    second, first = AgentRun.objects.all()
    assert (first.outcome, second.outcome, second.instead_of) == ("auth_failed", "answered", first)


def test_the_cost_of_the_first_vendor_is_part_of_the_answers(acme, sandbox):
    connect_llm(sandbox)
    connect_llm(sandbox, "openai", position=1)
    AgentPolicy.objects.create(allows_other_vendor=True)
    sandbox.llm.configure(mood=Mood.SERVER_ERROR, times=2)
    sandbox.llm.say(DRAFT)
    assert complete(request=REQUEST, purpose=PURPOSE).cost == 2 * MOST + COST


def test_a_server_without_a_search_is_not_asked_to_search(acme, sandbox):
    connect_llm(sandbox, "compatible")
    request = LlmRequest(system="x", user=("y",), schema=Draft, search=WebSearch(1))
    assert failure(request).outcome is Outcome.NO_VENDOR
    assert sandbox.llm.counts["calls"] == 0


def test_a_text_beyond_all_models_is_refused_before_the_call(acme, sandbox):
    connect_llm(sandbox)
    request = LlmRequest(system="x", user=("y" * 700_000,), schema=Draft)
    assert failure(request).outcome is Outcome.TOO_LONG
    assert sandbox.llm.counts["calls"] == 0


def test_a_call_inside_a_transaction_is_refused(committed, sandbox):
    connect_llm(sandbox)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        complete(request=REQUEST, purpose=PURPOSE)
