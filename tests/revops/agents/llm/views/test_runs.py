"""The pages of runs, and of what they cost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.selectors.budgets import current_month
from revops.agents.llm.selectors.spend import spend
from tests.factories.agents import make_agent_run
from tests.factories.crm import ContactFactory
from tests.revops.agents.llm.views.conftest import text
from tests.support.queries import queries_of

RUNS, SPEND = "/revops/agents/runs/", "/revops/agents/spend/"


def test_runs_are_listed_with_outcome_and_cost(desk):
    make_agent_run(contact=ContactFactory(first_name="Ada", last_name="Lovelace"))
    make_agent_run(agent="coach", outcome="over_budget", cost=0)
    page = text(desk.get(RUNS))
    for words in ("Ada Lovelace", "Over budget", "$0.0021", "research.read v1"):
        assert words in page


def test_runs_are_narrowed_by_agent_and_outcome(desk):
    make_agent_run(prompt="research.read")
    make_agent_run(agent="coach", prompt="coach.review", outcome="declined")
    assert "research.read" not in text(desk.get(f"{RUNS}?agent=coach"))
    assert "coach.review" not in text(desk.get(f"{RUNS}?outcome=answered"))
    assert "No matching runs" in text(desk.get(f"{RUNS}?agent=sdr"))
    assert "Select a valid choice" in text(desk.get(f"{RUNS}?agent=baker"))


def test_runs_are_paged_by_key_with_as_many_queries_for_many(desk):
    make_agent_run()
    desk.get(RUNS)
    one = queries_of(lambda: desk.get(RUNS))
    for _ in range(51):
        make_agent_run(contact=ContactFactory())
    assert queries_of(lambda: desk.get(RUNS)) == one
    page = desk.get(RUNS)
    assert len(page.context["page"].rows) == 50
    older = desk.get(f"{RUNS}?after={page.context['page'].after}")
    assert len(older.context["page"].rows) == 2


def test_a_run_shows_its_prompt_evidence_and_answer_as_plain_text(desk):
    content = {
        "system": "Read the page.",
        "user": "<img src=x onerror=alert(1)>",
        "answer": '{"claims": []}',
        "evidence": [{"kind": "snapshot", "url": "https://acme.example"}],
        "sources": [["https://found.example", "Found"]],
    }
    run = make_agent_run(content=content, cause_kind="event", cause_id=str(new_id()), attempts=2)
    page = text(desk.get(f"{RUNS}{run.pk}/"))
    for words in (
        "Read the page.",
        "https://acme.example",
        "https://found.example",
        "$0.0021",
        "900 in, 120 out",
    ):
        assert words in page
    assert "&lt;img src=x" in page
    assert f"/events/{run.cause_id}/" in page


@pytest.mark.parametrize("cause", ["job", "event"])
def test_a_run_with_an_odd_cause_is_shown_without_a_link(desk, cause):
    run = make_agent_run(cause_kind=cause, cause_id="job-1")
    assert desk.get(f"{RUNS}{run.pk}/").status_code == 200


def test_a_run_whose_prompt_is_deleted_says_so(desk):
    run = make_agent_run(content=None)
    assert "Prompt and answer deleted" in text(desk.get(f"{RUNS}{run.pk}/"))


def test_a_run_of_a_fallback_names_the_one_before(desk):
    first = make_agent_run(outcome="auth_failed", model="model-0")
    second = make_agent_run(instead_of=first)
    assert "model-0: API key rejected" in text(desk.get(f"{RUNS}{second.pk}/"))


def test_a_run_that_is_nobodys_is_not_found(desk):
    assert desk.get(f"{RUNS}{new_id()}/").status_code == 404


def test_the_spend_is_summed_by_agent_model_and_day(acme):
    make_agent_run(cost=Decimal("0.30"))
    make_agent_run(cost=Decimal("0.10"), outcome="declined", model="model-2")
    make_agent_run(agent="coach", cost=Decimal("0.20"))
    make_agent_run(cost=0, outcome="over_budget")
    make_agent_run(cost=Decimal(5), started_at=now() - timedelta(days=8))
    shown = spend(7)
    rows = [(each.agent, each.calls, each.answered, each.cost) for each in shown.agents]
    assert rows == [("research", 2, 1, Decimal("0.40")), ("coach", 1, 1, Decimal("0.20"))]
    assert [(each.name, each.cost) for each in shown.models] == [
        ("model-1", Decimal("0.50")),
        ("model-2", Decimal("0.10")),
    ]
    assert (shown.agents[0].cost_per_answer, shown.cost, shown.calls) == (Decimal("0.40"), Decimal("0.60"), 3)
    today, before = list(shown.by_day)[-1], list(shown.by_day)[-9]
    assert shown.by_day[today] | {} == shown.by_day[today]
    assert (shown.by_day[today]["research"], shown.by_day[before]["research"]) == (Decimal("0.40"), 5)
    assert len(shown.by_day) == 30


def test_the_spend_page_shows_budgets_and_figures(desk):
    month = current_month(now())
    AgentBudget.objects.create(agent="", starts_on=month, limit=10, spent=9, reserved=Decimal("0.5"))
    AgentBudget.objects.create(agent="coach", starts_on=month, limit=0)
    make_agent_run()
    page = text(desk.get(SPEND))
    for words in (
        "$9.50 of $10, including $0.50 reserved",
        "95% used",
        "No spend allowed",
        "Spend per day by agent",
    ):
        assert words in page


def test_the_spend_page_without_runs_says_what_will_be_there(desk):
    page = text(desk.get(f"{SPEND}?days=nonsense"))
    assert "No spend in the last 30 days" in page
    assert "No agent called a model in this period." in page


def test_the_spend_of_enrichment_leads_to_that_of_agents(desk):
    assert SPEND in text(desk.get("/lead-intelligence/spend/"))
