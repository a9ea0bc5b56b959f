"""What agents did in a period: runs, costs, dropped claims, and what people made of their proposals."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, Value, When

from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.agents.approvals.domain.statuses import Status
from revops.agents.approvals.models import Proposal
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import agent_name
from revops.agents.llm.models.runs import AgentRun
from revops.agents.research.models.jobs import ResearchJob

AGREED, CHANGED, REJECTED = "agreed", "changed", "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReport:
    """What one agent did. `cost` in US dollars; tokens of the cache are within `tokens_in`.

    `dropped` counts claims by the reason for which they were dropped; only research stores it. `decided`
    counts proposals that people decided: `agreed` as they were, `changed` before they agreed, or `rejected`.
    """

    agent: Agent
    runs: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    searches: int = 0
    cost: Decimal = Decimal(0)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] | None = None
    decided: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the name of the agent."""
        return agent_name(self.agent)


def agent_report(*, first: date, last: date, agents: Sequence[Agent] = tuple(Agent)) -> list[AgentReport]:
    """Return what agents did on the days from the first to the last, where the organization is. Four queries.

    Args:
        first: the first day.
        last: the last day, which is included.
        agents: the agents to report on.
    """
    zone = time_zone(current_organization().time_zone)
    since = datetime.combine(first, datetime.min.time(), zone)
    until = datetime.combine(last + timedelta(days=1), datetime.min.time(), zone)
    sums, outcomes = _sums(since, until), _outcomes(since, until)
    decided, dropped = _decided(since, until), _dropped(since, until)
    return [
        AgentReport(
            agent=agent,
            **sums.get(agent, {}),
            outcomes=outcomes[agent],
            decided=decided[agent],
            dropped=dropped if agent == Agent.RESEARCH else None,
        )
        for agent in agents
    ]


def _sums(since: datetime, until: datetime) -> dict[str, dict[str, Any]]:
    rows = AgentRun.objects.filter(started_at__gte=since, started_at__lt=until).order_by().values("agent")
    read = F("input_tokens") + F("cache_read_tokens") + F("cache_write_tokens")
    counted = rows.annotate(
        runs=Count("pk"),
        tokens_in=Sum(read),
        tokens_out=Sum("output_tokens"),
        found=Sum("searches"),
        paid=Sum("cost"),
    )
    return {
        row["agent"]: {
            "runs": row["runs"],
            "tokens_in": row["tokens_in"],
            "tokens_out": row["tokens_out"],
            "searches": row["found"],
            "cost": row["paid"],
        }
        for row in counted
    }


def _outcomes(since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    rows = AgentRun.objects.filter(started_at__gte=since, started_at__lt=until).order_by()
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows.values("agent", "outcome").annotate(count=Count("pk")).order_by("-count", "outcome"):
        found[row["agent"]][row["outcome"]] = row["count"]
    return found


def _decided(since: datetime, until: datetime) -> dict[str, dict[str, int]]:
    """Count what people decided. What autopilot did within its limits was not decided by a person."""
    rows = Proposal.objects.filter(decided_at__gte=since, decided_at__lt=until, decided_by__isnull=False)
    verdict = Case(
        When(status=Status.REJECTED, then=Value(REJECTED)),
        When(~Q(edits=[]), then=Value(CHANGED)),
        default=Value(AGREED),
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys((AGREED, CHANGED, REJECTED), 0))
    for row in rows.order_by().annotate(verdict=verdict).values("agent", "verdict").annotate(n=Count("pk")):
        found[row["agent"]][row["verdict"]] = row["n"]
    return found


def _dropped(since: datetime, until: datetime) -> dict[str, int]:
    jobs = ResearchJob.objects.filter(completed_at__gte=since, completed_at__lt=until).exclude(dropped={})
    total: Counter[str] = Counter()
    for dropped in jobs.order_by().values_list("dropped", flat=True).iterator():
        total.update(dropped)
    return dict(total.most_common())
