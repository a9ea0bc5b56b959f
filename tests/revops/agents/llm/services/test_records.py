"""What is kept of calls that go wrong in odd ways, and for how long."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.broker.cause import Cause, caused_by
from mauntic.crm.contacts.services.removal import erase_contacts
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.sandbox.llm.model import Mood
from mauntic.tenants.context import entered
from revops.agents.llm.domain.answers import LlmAnswer
from revops.agents.llm.domain.errors import LlmError, LlmStopped
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent, LlmRequest, Purpose, Untrusted
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services import budget, runs
from revops.agents.llm.services.accounts import save_account
from revops.agents.llm.services.calls import complete, stream
from tests.factories.agents import DRAFT, PURPOSE, REQUEST, connect_llm, make_agent_run
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.revops.agents.llm.services.test_calls import COST, MOST

PLAIN = LlmRequest[None](system="Write.", user=("Hello",), max_tokens=100)
CENT = Decimal("0.01")


def failure(request: LlmRequest = REQUEST) -> LlmError:
    with pytest.raises(LlmError) as raised:
        complete(request=request, purpose=PURPOSE)
    return raised.value


def test_an_answer_with_letters_that_cannot_be_stored_is_kept_without_them(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say("before\0after")
    assert complete(request=PLAIN, purpose=PURPOSE).text == "before\0after"
    assert AgentRun.objects.get().content["answer"] == "beforeafter"


def test_half_a_letter_in_the_text_of_a_stranger_is_replaced(acme, sandbox):
    connect_llm(sandbox)
    request = LlmRequest[None](system="Read.", user=(Untrusted("page", "a \ud83d b \0"),), max_tokens=100)
    complete(request=request, purpose=PURPOSE)
    assert "\ufffd" in sandbox.llm.asked[0].message
    assert AgentRun.objects.get().content["user"] == sandbox.llm.asked[0].message


def test_half_a_letter_in_data_is_no_answer(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say('{"subject": "\\ud83d", "body": "x"}')
    assert failure().outcome is Outcome.WRONG_SHAPE


def test_words_of_a_vendor_are_kept_in_short(acme, sandbox):
    connect_llm(sandbox)
    sandbox.llm.say({"subject": "x", "body": "y", "k" * 1_000: 1})
    error = failure()
    assert len(AgentRun.objects.get(pk=error.run_id).detail) <= 300


def test_a_long_cause_is_cut(acme, sandbox):
    connect_llm(sandbox)
    with caused_by(Cause("job", "j" * 200)):
        complete(request=PLAIN, purpose=PURPOSE)
    run = AgentRun.objects.get()
    assert (run.cause_kind, run.cause_id) == ("job", "j" * 64)


def test_money_that_is_gone_before_the_repeat_stops_it_and_the_first_call_is_paid(acme, sandbox):
    connect_llm(sandbox)
    month = budget.current_month(now())
    AgentBudget.objects.create(agent="", starts_on=month, limit=CENT, spent=CENT - MOST)
    sandbox.llm.configure(mood=Mood.SERVER_ERROR)
    error = failure()
    assert isinstance(error, LlmStopped)
    assert (error.cost, sandbox.llm.counts["calls"]) == (MOST, 1)
    run = AgentRun.objects.get()
    assert (run.outcome, run.cost, run.reserved) == ("over_budget", MOST, 0)


def test_a_budget_that_just_pays_for_a_call_does(acme, sandbox):
    connect_llm(sandbox)
    row = AgentBudget.objects.create(agent="", starts_on=budget.current_month(now()), limit=CENT)
    AgentBudget.objects.filter(pk=row.pk).update(spent=CENT - MOST)
    sandbox.llm.say(DRAFT)
    assert complete(request=REQUEST, purpose=PURPOSE).cost == COST
    AgentBudget.objects.filter(pk=row.pk).update(spent=CENT - MOST + Decimal("0.000001"))
    assert failure().outcome is Outcome.OVER_BUDGET


def test_the_budget_of_one_agent_does_not_stop_another(acme, sandbox):
    connect_llm(sandbox)
    AgentBudget.objects.create(agent="research", starts_on=budget.current_month(now()), limit=0)
    assert failure().outcome is Outcome.OVER_BUDGET
    assert complete(request=PLAIN, purpose=Purpose(agent=Agent.COACH, prompt="x")).text


def test_the_other_vendor_is_not_asked_when_the_money_is_gone(acme, sandbox):
    for number, kind in enumerate(("anthropic", "openai")):
        connect_llm(sandbox, kind, position=number)
    AgentPolicy.objects.create(allows_other_vendor=True)
    AgentBudget.objects.create(agent="", starts_on=budget.current_month(now()), limit=0)
    assert failure().outcome is Outcome.OVER_BUDGET
    assert (AgentRun.objects.count(), sandbox.llm.counts["calls"]) == (1, 0)


@pytest.mark.parametrize("mood", [Mood.REFUSE, Mood.NOT_JSON, Mood.TOO_LONG])
def test_the_other_vendor_is_not_asked_what_the_first_could_not_answer(acme, sandbox, mood):
    for number, kind in enumerate(("anthropic", "openai")):
        connect_llm(sandbox, kind, position=number)
    AgentPolicy.objects.create(allows_other_vendor=True)
    sandbox.llm.configure(mood=mood)
    assert failure().outcome in {Outcome.DECLINED, Outcome.WRONG_SHAPE, Outcome.TOO_LONG}
    assert {asked.vendor for asked in sandbox.llm.asked} <= {"anthropic"}
    assert sandbox.llm.counts["calls"] == 1


def test_when_all_vendors_fail_the_error_tells_the_cost_of_all(acme, sandbox):
    for number, kind in enumerate(("anthropic", "openai")):
        connect_llm(sandbox, kind, position=number)
    AgentPolicy.objects.create(allows_other_vendor=True)
    sandbox.llm.configure(mood=Mood.SERVER_ERROR)
    error = failure()
    assert (error.cost, sandbox.llm.counts["calls"]) == (4 * MOST, 4)
    assert AgentRun.objects.get(pk=error.run_id).vendor == "openai"
    assert AgentBudget.objects.get(agent="").spent == 4 * MOST


def test_a_switch_during_a_call_stops_the_next_one_only(acme, sandbox):
    connect_llm(sandbox)
    pieces = stream(request=PLAIN, purpose=PURPOSE)
    next(pieces)
    AgentSettings.objects.create(agent="research", is_on=False)
    *_, answer = pieces
    assert isinstance(answer, LlmAnswer)
    assert failure().outcome is Outcome.STOPPED


def test_a_vendor_that_is_removed_during_a_call_loses_nothing(acme, sandbox):
    connect_llm(sandbox)
    pieces = stream(request=PLAIN, purpose=PURPOSE)
    next(pieces)
    LlmAccount.objects.all().delete()
    *_, answer = pieces
    assert isinstance(answer, LlmAnswer)
    assert AgentRun.objects.get().cost == answer.cost > 0


def test_a_contact_that_is_erased_during_a_call_leaves_its_cost_and_no_prompt(acme, sandbox):
    connect_llm(sandbox)
    contact = ContactFactory()
    purpose = Purpose(agent=Agent.COPILOT, prompt="copilot.draft", contact_id=contact.pk)
    pieces = stream(request=PLAIN, purpose=purpose)
    next(pieces)
    erase_contacts(contact_ids=[contact.pk])
    *_, answer = pieces
    assert isinstance(answer, LlmAnswer)
    assert not AgentRun.objects.exists()
    assert set(AgentBudget.objects.values_list("agent", "reserved", "spent")) == {
        ("", 0, answer.cost),
        ("copilot", 0, answer.cost),
    }


def test_runs_about_a_company_stay_without_it(acme):
    company = CompanyFactory()
    run = make_agent_run(company=company)
    company.delete()
    run.refresh_from_db()
    assert (run.company, run.cost > 0) == (None, True)


@pytest.mark.parametrize(("age", "is_kept"), [(timedelta(days=90, minutes=1), False), (timedelta(89), True)])
def test_without_a_policy_prompts_are_kept_ninety_days(acme, age, is_kept):
    run = make_agent_run(started_at=now() - age)
    assert runs.delete_old_content() == (not is_kept)
    run.refresh_from_db()
    assert (run.content is not None) is is_kept
    assert runs.delete_old_content() == 0


def test_the_oldest_prompts_go_first_and_the_rest_next_time(acme, monkeypatch):
    monkeypatch.setattr(runs, "PER_PURGE", 2)
    made = [make_agent_run(started_at=now() - timedelta(days=100 + number)) for number in range(3)]
    assert [runs.delete_old_content() for _ in range(3)] == [2, 1, 0]
    assert not AgentRun.objects.filter(content__isnull=False).exists()
    assert AgentRun.objects.filter(cost__gt=0).count() == len(made)


def test_a_run_that_is_settled_is_not_lost(acme):
    old = now() - timedelta(hours=2)
    make_agent_run(started_at=old)
    make_agent_run(started_at=old, outcome="running", cost=0)  # it died before it reserved
    assert runs.settle_lost() == 1
    assert AgentBudget.objects.count() == 0
    assert set(AgentRun.objects.values_list("outcome", flat=True)) == {"answered", "no_answer"}


def test_lost_runs_and_budgets_of_another_organization_are_left_alone(acme, globex):
    with entered(globex):
        month = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
        values = {"outcome": "running", "budget_month": month, "reserved": CENT, "cost": 0}
        make_agent_run(**values, started_at=now() - timedelta(hours=2))
    assert (runs.settle_lost(), budget.recount(at=now())) == (0, 0)
    with entered(globex):
        assert AgentRun.objects.get().outcome == "running"
        assert set(AgentBudget.objects.values_list("reserved", flat=True)) == {CENT}


def test_reservations_are_recounted_by_agent(acme):
    month = budget.current_month(now())
    for agent, reserved in (("", 9), ("research", 1), ("sdr", 3)):
        AgentBudget.objects.create(agent=agent, starts_on=month, reserved=reserved)
    for agent in ("research", "sdr"):
        make_agent_run(agent=agent, outcome="running", budget_month=month, reserved=1, cost=0)
    make_agent_run(agent="sdr", budget_month=month, reserved=7)  # it ended
    assert budget.recount(at=now()) == 2
    rows = AgentBudget.objects.order_by("agent").values_list("agent", "reserved")
    assert list(rows) == [("", 2), ("research", 1), ("sdr", 1)]


@pytest.mark.parametrize("key", ["sk-schlüssel", "sk-\u200b1", "sk-“1”", "sk-1\n2"])
def test_a_key_that_no_call_could_carry_is_refused(acme, admin, key):
    with pytest.raises(Invalid) as raised:
        save_account(kind="anthropic", key=key, by=admin)
    assert list(raised.value.fields) == ["key"]
    assert not LlmAccount.objects.exists()
