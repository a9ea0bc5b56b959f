"""Budgets hold when calls run at once, months change and workers die."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.agents.llm.actors import tend_agent_runs
from revops.agents.llm.domain.errors import LlmError, LlmStopped
from revops.agents.llm.domain.requests import Agent, LlmRequest, Purpose
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.lines import Line, lines_for
from revops.agents.llm.services import budget, runs
from revops.agents.llm.services.alerts import warn_of_budgets
from revops.agents.llm.services.calls import complete
from tests.factories.agents import PURPOSE, connect_llm, make_agent_run

CENT = Decimal("0.01")
FOR_A_CENT = LlmRequest[None](system="Write.", user=("Hello",), max_tokens=1_000)
"""Ten dollars a million tokens, with input for free."""


def limit(amount: Decimal | None, agent: str = "") -> AgentBudget:
    return AgentBudget.objects.create(agent=agent, starts_on=budget.current_month(now()), limit=amount)


def connect_for_a_cent(sandbox) -> LlmModel:
    """A server that counts nothing is settled at the reservation: no call makes room for another."""
    sandbox.llm.configure(has_usage=False)
    return connect_llm(sandbox, input_price="0")


@pytest.mark.parametrize("owner", ["", "research"])
def test_twenty_calls_at_once_with_money_for_five_are_exactly_five(at_once, sandbox, owner):
    connect_for_a_cent(sandbox)
    limit(5 * CENT, owner)

    def call(_number: int) -> str:
        try:
            complete(request=FOR_A_CENT, purpose=PURPOSE)
        except LlmError as error:
            return error.outcome
        return "answered"

    outcomes = at_once(20, call)
    assert sorted(outcomes) == ["answered"] * 5 + ["over_budget"] * 15
    assert sandbox.llm.counts["calls"] == 5
    amounts = {each.agent: (each.reserved, each.spent) for each in AgentBudget.objects.all()}
    assert amounts == {"": (0, 5 * CENT), "research": (0, 5 * CENT)}
    assert AgentRun.objects.filter(outcome="answered", cost=CENT).count() == 5


def test_agents_that_spend_at_once_share_the_organizations_budget(at_once, sandbox):
    connect_for_a_cent(sandbox)
    limit(6 * CENT)

    def call(number: int) -> bool:
        agent = list(Agent)[number % len(Agent)]
        try:
            complete(request=FOR_A_CENT, purpose=Purpose(agent=agent, prompt="x"))
        except LlmStopped:
            return False
        return True

    assert sum(at_once(12, call)) == 6


def test_money_that_is_reserved_is_not_there_for_others(acme):
    limit(CENT)
    month = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
    with pytest.raises(LlmStopped), transaction.atomic():
        budget.reserve(agent=Agent.SDR, amount=Decimal("0.000001"), at=now())
    budget.settle(agent="research", month=month, reserved=CENT, cost=Decimal(0))
    budget.reserve(agent=Agent.SDR, amount=CENT, at=now())


def test_a_new_month_begins_where_the_organization_is_and_keeps_the_limit(acme):
    acme.time_zone = "Asia/Tokyo"
    acme.save()
    before, after = datetime(2026, 11, 30, 14, 59, tzinfo=UTC), datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    AgentBudget.objects.create(agent="", starts_on="2026-11-01", limit=CENT)
    november = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=before)
    december = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=after)
    budget.settle(agent="research", month=november, reserved=CENT, cost=CENT)
    rows = AgentBudget.objects.filter(agent="").order_by("starts_on")
    assert [(each.starts_on, each.limit, each.reserved, each.spent) for each in rows] == [
        (november, CENT, 0, CENT),
        (december, CENT, CENT, 0),
    ]


def test_limits_hold_for_this_month_and_the_next(acme):
    budget.set_budgets(limits={"": Decimal(5), "research": None})
    budget.set_budgets(limits={"": Decimal(3)})
    limits = dict(AgentBudget.objects.values_list("agent", "limit"))
    assert limits == {"": 3, "research": None}


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"": Decimal(-1)}, "organization"),
        ({"research": Decimal("NaN")}, "research"),
        ({"research": Decimal(10) ** 9}, "research"),
        ({"baker": Decimal(1)}, "agent"),
    ],
)
def test_a_wrong_limit_is_refused(acme, limits, field):
    with pytest.raises(Invalid) as raised:
        budget.set_budgets(limits=limits)
    assert list(raised.value.fields) == [field]


def test_admins_are_told_once_of_eighty_and_of_a_hundred_percent(acme, admin, run_jobs):
    row = limit(Decimal(10))
    for spent in (7, 8, 9, 10, 11):
        AgentBudget.objects.filter(pk=row.pk).update(spent=spent)
        with run_jobs():
            warn_of_budgets()
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "[Acme] AI budget of the organization: 80% used",
        "[Acme] AI budget of the organization: 100% used",
    ]


def test_a_worker_that_died_is_settled_at_its_reservation(acme):
    month = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
    values = {"outcome": "running", "budget_month": month, "reserved": CENT, "cost": 0}
    dead = make_agent_run(**values, started_at=now() - timedelta(minutes=31))
    budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
    alive = make_agent_run(**values)
    tend_agent_runs.fn()
    for run in (dead, alive):
        run.refresh_from_db()
    assert (dead.outcome, dead.cost, dead.reserved, bool(dead.detail)) == ("no_answer", CENT, 0, True)
    assert (alive.outcome, alive.reserved) == ("running", CENT)
    rows = AgentBudget.objects.values_list("reserved", "spent")
    assert list(rows) == [(CENT, CENT), (CENT, CENT)]


def running(sandbox) -> runs.Run[Line]:
    """A call whose money is reserved and that has not ended."""
    connect_for_a_cent(sandbox)
    (line,) = lines_for(Agent.RESEARCH, FOR_A_CENT)
    run = runs.begin(system="Read.", user="Page", purpose=PURPOSE, line=line)
    runs.reserve(run)
    return run


def test_a_call_that_was_taken_for_lost_is_not_settled_twice(acme, sandbox):
    run = running(sandbox)
    AgentRun.objects.update(started_at=now() - timedelta(minutes=31))
    assert runs.settle_lost() == 1
    runs.settle(run, CENT)
    assert set(AgentBudget.objects.values_list("reserved", "spent")) == {(0, CENT)}
    assert AgentRun.objects.get().cost == CENT


def test_the_money_of_a_run_that_was_erased_meanwhile_is_settled(acme, sandbox):
    run = running(sandbox)
    AgentRun.objects.all().delete()
    runs.settle(run, CENT)
    assert set(AgentBudget.objects.values_list("reserved", "spent")) == {(0, CENT)}


def test_a_reservation_without_a_run_is_corrected(acme):
    budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
    assert budget.recount(at=now()) == 2
    assert budget.recount(at=now()) == 0
    assert set(AgentBudget.objects.values_list("reserved", flat=True)) == {0}
