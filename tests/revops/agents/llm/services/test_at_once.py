"""Two people, or two workers, at the same moment."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import transaction

from mauntic.accounts.models import Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services import budget, health, runs
from revops.agents.llm.services.accounts import PriceList, remove_model, save_account, save_model
from revops.agents.llm.services.controls import resume_agents, set_agent, set_policy, stop_agents
from tests.factories.agents import connect_llm, make_agent_run

PRICES = PriceList(input=Decimal(2), output=Decimal(10))
CENT = Decimal("0.01")


def an_admin() -> User:
    return get_user_model().objects.create_user("admin@acme.example", "a password", role=Role.ADMIN)


def test_a_vendor_that_two_connect_is_one(at_once):
    by = an_admin()
    saved = at_once(4, lambda number: save_account(kind="anthropic", key=f"sk-{number}", by=by).kind)
    assert saved == ["anthropic"] * 4
    assert LlmAccount.objects.get().key in {f"sk-{number}" for number in range(4)}


def test_a_vendor_that_is_connected_twice_by_a_double_click_keeps_each_key_at_its_host(at_once):
    by, begun = an_admin(), threading.Event()

    def connect(number: int) -> str:
        if number:
            begun.wait(10)
            return save_account(kind="compatible", key="", base_url="https://second.example/v1", by=by).key
        with transaction.atomic():
            first = save_account(kind="compatible", key="k", base_url="https://first.example/v1", by=by)
            begun.set()
            time.sleep(0.5)  # the second one has looked for the row by then, and waits for it
        return first.key

    assert at_once(2, connect) == ["k", ""]
    account = LlmAccount.objects.get()
    assert (account.key, account.base_url) == ("", "https://second.example/v1")


def test_models_that_are_all_to_be_the_default_leave_one_default(at_once):
    by = an_admin()
    save_account(kind="anthropic", key="k", by=by)
    at_once(
        4,
        lambda number: save_model(
            kind="anthropic", name=f"m-{number}", prices=PRICES, is_default=True, by=by
        ),
    )
    assert LlmModel.objects.count() == 4
    assert LlmModel.objects.filter(is_default=True).count() == 1


def test_one_name_is_taken_by_the_first(at_once):
    by = an_admin()
    save_account(kind="anthropic", key="k", by=by)

    def add(_number: int) -> list[str]:
        try:
            save_model(kind="anthropic", name="same", prices=PRICES, by=by)
        except Invalid as error:
            return list(error.fields)
        return []

    assert sorted(at_once(4, add)) == [[], ["name"], ["name"], ["name"]]


def test_a_default_that_is_removed_while_others_are_leaves_one_default(at_once):
    by = an_admin()
    save_account(kind="anthropic", key="k", by=by)
    made = [save_model(kind="anthropic", name=f"m-{each}", prices=PRICES, by=by) for each in range(4)]
    at_once(2, lambda number: remove_model(kind="anthropic", model_id=made[number].pk, by=by))
    left = LlmModel.objects.order_by("created_at")
    assert [(model.name, model.is_default) for model in left] == [("m-2", True), ("m-3", False)]


def test_all_agents_are_stopped_and_resumed_by_one_of_many(at_once):
    by = an_admin()
    assert sorted(at_once(4, lambda _: stop_agents(by=by))) == [False, False, False, True]
    assert AgentPolicy.objects.get().stopped_by_id == by.pk
    assert sorted(at_once(4, lambda _: resume_agents(by=by))) == [False, False, False, True]


def test_first_settings_at_once_are_one_row_each(at_once):
    by = an_admin()

    def change(number: int) -> None:
        set_policy(allows_other_vendor=bool(number % 2), retention_days=30 + number, by=by)
        set_agent(agent=Agent.COACH, is_on=bool(number % 2), model_id=None, by=by)
        budget.set_budgets(limits={"": Decimal(number), "coach": Decimal(number)})

    at_once(4, change)
    assert AgentPolicy.objects.get().retention_days in range(30, 34)
    assert AgentSettings.objects.get().agent == "coach"
    limits = AgentBudget.objects.values_list("agent", "limit")
    assert {agent for agent, _ in limits} == {"", "coach"}
    assert len({limit for _, limit in limits}) == 1  # both of one person


def test_failures_at_once_are_all_counted_and_open_the_circuit(at_once, sandbox):
    connect_llm(sandbox)
    at_once(5, lambda _: health.record(kind="anthropic", error=error_for(Outcome.OVERLOADED, "Sorry.")))
    account = LlmAccount.objects.get()
    assert (account.consecutive_failures, account.circuit_state) == (5, "open")


def test_a_lost_run_is_settled_by_one_of_many_workers(at_once):
    month = budget.reserve(agent=Agent.RESEARCH, amount=CENT, at=now())
    make_agent_run(
        outcome="running",
        budget_month=month,
        reserved=CENT,
        cost=0,
        started_at=now() - timedelta(minutes=31),
    )
    assert sum(at_once(4, lambda _: runs.settle_lost())) == 1
    assert set(AgentBudget.objects.values_list("reserved", "spent")) == {(0, CENT)}
    run = AgentRun.objects.get()
    assert (run.cost, run.reserved, run.outcome) == (CENT, 0, "no_answer")


def test_the_first_call_of_a_month_makes_each_budget_once(at_once):
    AgentBudget.objects.create(agent="", starts_on="2020-01-01", limit=1)
    months = at_once(6, lambda _: budget.reserve(agent=Agent.SDR, amount=CENT, at=now()))
    assert len(set(months)) == 1
    rows = AgentBudget.objects.filter(starts_on=months[0]).order_by("agent")
    assert [(row.agent, row.limit, row.reserved) for row in rows] == [
        ("", 1, 6 * CENT),
        ("sdr", None, 6 * CENT),
    ]
