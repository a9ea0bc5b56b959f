"""What agents spent."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from revops.agents.llm.domain.outcomes import PREVENTED, Outcome
from revops.agents.llm.selectors.spend import CHART_DAYS, spend
from revops.agents.llm.views.runs import spend_chart
from tests.factories.agents import make_agent_run
from tests.support.queries import queries_of


def test_without_runs_there_is_nothing_to_draw(acme):
    shown = spend(30)
    assert (shown.cost, shown.calls, shown.agents[:], shown.models[:], shown.by_day) == (0, 0, [], [], {})
    assert spend_chart(shown) is None


@pytest.mark.parametrize("outcome", [*sorted(PREVENTED), "running"])
def test_calls_that_were_not_made_or_run_still_are_not_counted(acme, outcome):
    make_agent_run(outcome=outcome, cost=0)
    assert spend(30).calls == 0


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - PREVENTED - {Outcome.ANSWERED}))
def test_calls_that_failed_are_paid_by_the_answers(acme, outcome):
    make_agent_run(outcome=outcome, cost=Decimal("0.10"))
    (alone,) = spend(30).agents
    assert (alone.calls, alone.answered, alone.cost_per_answer) == (1, 0, None)
    make_agent_run(cost=Decimal("0.30"))
    (both,) = spend(30).agents
    assert (both.calls, both.answered, both.cost_per_answer) == (2, 1, Decimal("0.40"))


def test_tokens_of_the_cache_are_read_tokens(acme):
    make_agent_run(input_tokens=1, cache_read_tokens=20, cache_write_tokens=300, output_tokens=4)
    make_agent_run(input_tokens=1, output_tokens=4)
    (row,) = spend(7).agents
    assert (row.tokens_in, row.tokens_out) == (322, 8)


def test_one_name_of_two_vendors_is_two_models(acme):
    make_agent_run(model="same", cost=1)
    make_agent_run(model="same", vendor="compatible", cost=2)
    rows = [(each.vendor, each.name, each.cost) for each in spend(30).models]
    assert rows == [("compatible", "same", 2), ("anthropic", "same", 1)]


def test_the_dearest_comes_first_and_the_busier_of_equals(acme):
    for agent, cost in (("coach", 0), ("coach", 0), ("sdr", 0), ("copilot", 3)):
        make_agent_run(agent=agent, cost=cost)
    assert [each.agent for each in spend(30).agents] == ["copilot", "coach", "sdr"]


@pytest.mark.parametrize(("zone", "hour"), [("UTC", 0), ("Asia/Tokyo", 15), ("America/New_York", 5)])
def test_a_day_begins_where_the_organization_is(acme, zone, hour):
    acme.time_zone = zone
    acme.save()
    yesterday = datetime.combine(now().date() - timedelta(days=2), datetime.min.time(), UTC)
    begin = yesterday + timedelta(hours=hour)
    make_agent_run(cost=1, started_at=begin - timedelta(seconds=1))
    make_agent_run(cost=2, started_at=begin)
    paid = [amounts["research"] for amounts in spend(30).by_day.values() if amounts["research"]]
    assert paid == [1, 2]


def test_the_chart_has_each_day_of_the_month_whatever_the_period(acme):
    make_agent_run(cost=1, started_at=now() - timedelta(days=CHART_DAYS - 2))
    make_agent_run(cost=9, started_at=now() - timedelta(days=CHART_DAYS + 1))
    shown = spend(7)
    days = list(shown.by_day)
    assert len(days) == CHART_DAYS
    assert days == [days[0] + timedelta(days=number) for number in range(CHART_DAYS)]
    assert sum(sum(amounts.values()) for amounts in shown.by_day.values()) == 1
    assert shown.cost == 0


def test_another_organization_pays_for_itself(acme, globex):
    with entered(globex):
        make_agent_run(cost=5)
    assert spend(30).cost == 0


def test_many_runs_take_three_queries(acme):
    for agent in ("coach", "sdr", "research"):
        for number in range(4):
            make_agent_run(agent=agent, model=f"model-{number}")

    def look() -> None:
        shown = spend(30)
        assert len(shown.agents) == 3
        assert len(shown.models) == 4

    assert queries_of(look) == 3
