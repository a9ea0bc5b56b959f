"""What agents spent, from their runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from mauntic.kernel.clock import now
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.agents.llm.domain.outcomes import PREVENTED, Outcome
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import RUNNING, agent_name
from revops.agents.llm.models.runs import AgentRun

CHART_DAYS = 30
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Runs of an agent or model in a period; `cost` in US dollars."""

    name: str
    agent: str = ""
    vendor: str = ""
    calls: int
    answered: int
    tokens_in: int
    tokens_out: int
    cost: Decimal

    @property
    def cost_per_answer(self) -> Decimal | None:
        """Return what an answer costs, with the calls that gave none; None without an answer."""
        return self.cost / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class Spend:
    """The runs of the last days: by agent, by model, and the cost of each day by agent (US dollars)."""

    days: int
    agents: Sequence[Figures]
    models: Sequence[Figures]
    by_day: dict[date, dict[str, Decimal]]

    @property
    def cost(self) -> Decimal:
        """Return the cost of the period."""
        return sum((each.cost for each in self.agents), NOTHING)

    @property
    def calls(self) -> int:
        """Return the number of runs of the period."""
        return sum(each.calls for each in self.agents)


def spend(days: int) -> Spend:
    """Return what agents spent in the last days, and on each of the last 30; three queries."""
    made = AgentRun.objects.filter(started_at__gte=now() - timedelta(days=days)).exclude(
        outcome__in=[*PREVENTED, RUNNING]
    )
    made = made.order_by()
    agents = [
        _figures(row, agent_name(row["agent"]), agent=row["agent"]) for row in _sums(made.values("agent"))
    ]
    models = [
        _figures(row, row["model"], vendor=row["vendor"]) for row in _sums(made.values("vendor", "model"))
    ]
    return Spend(days, agents, models, _by_day())


def _sums(rows: QuerySet[AgentRun, Any]) -> QuerySet[AgentRun, Any]:
    return rows.annotate(
        calls=Count("pk"),
        answered=Count("pk", filter=Q(outcome=Outcome.ANSWERED)),
        read=Sum("input_tokens") + Sum("cache_read_tokens") + Sum("cache_write_tokens"),
        written=Sum("output_tokens"),
        paid=Sum("cost"),
    ).order_by("-paid", "-calls")


def _figures(row: Mapping[str, Any], name: str, *, agent: str = "", vendor: str = "") -> Figures:
    return Figures(
        name=name,
        agent=agent,
        vendor=vendor,
        calls=row["calls"],
        answered=row["answered"],
        tokens_in=row["read"],
        tokens_out=row["written"],
        cost=row["paid"],
    )


def _by_day() -> dict[date, dict[str, Decimal]]:
    """Return the cost of each of the last days by agent, where the organization is; empty without any."""
    zone = time_zone(current_organization().time_zone)
    today = now().astimezone(zone).date()
    first = today - timedelta(days=CHART_DAYS - 1)
    rows = AgentRun.objects.filter(started_at__gte=now() - timedelta(days=CHART_DAYS + 1), cost__gt=0)
    sums = (
        rows.order_by().values("agent", day=TruncDate("started_at", tzinfo=zone)).annotate(paid=Sum("cost"))
    )
    paid = {(row["day"], row["agent"]): row["paid"] for row in sums if row["day"] >= first}
    if not paid:
        return {}
    days = (first + timedelta(days=number) for number in range(CHART_DAYS))
    return {day: {agent: paid.get((day, agent), NOTHING) for agent in Agent} for day in days}
