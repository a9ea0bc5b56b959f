"""The agents with their switches and the budgets of the month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from mauntic.kernel.budgets import Usage
from mauntic.kernel.clock import now
from mauntic.kernel.time.calendar import time_zone
from mauntic.tenants.context import current_organization
from revops.agents.llm.domain.months import month_of
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import TASKS, agent_name
from revops.agents.llm.models.budgets import AgentBudget, AgentSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState(Usage):
    """The budget of an agent, or of the organization (empty `agent`), in US dollars."""

    agent: str

    @property
    def name(self) -> str:
        """Return the name of the agent, or `All agents`."""
        return agent_name(self.agent) if self.agent else _("All agents")


@dataclass(frozen=True, slots=True)
class AgentState:
    """An agent with its switch, the id of its chosen model (empty for the default), and its budget."""

    agent: Agent
    is_on: bool
    model_id: str
    budget: BudgetState

    @property
    def name(self) -> str:
        """Return the name of the agent."""
        return agent_name(self.agent)

    @property
    def task(self) -> str:
        """Return what the agent does, as a sentence."""
        return str(TASKS[self.agent])


def current_month(at: datetime) -> date:
    """Return the first day of the month, where the organization is."""
    return month_of(at, time_zone(current_organization().time_zone))


def budget_states() -> dict[str, BudgetState]:
    """Return the budgets of this month by agent, that of the organization (empty) first; one query.

    A budget without a call this month has the limit of its latest month.
    """
    month = current_month(now())
    rows = AgentBudget.objects.filter(starts_on__lte=month).order_by("agent", "-starts_on").distinct("agent")
    latest = {row.agent: row for row in rows}
    return {owner: _state(owner, latest.get(owner), month) for owner in ("", *Agent)}


def agent_states(budgets: dict[str, BudgetState]) -> Sequence[AgentState]:
    """Return all agents with their budgets; one query."""
    rows = AgentSettings.objects.in_bulk()
    states = []
    for agent in Agent:
        own = rows.get(agent.value) or AgentSettings(agent=agent)
        states.append(AgentState(agent, own.is_on, str(own.model_id or ""), budgets[agent]))
    return states


def _state(owner: str, row: AgentBudget | None, month: date) -> BudgetState:
    if row is None or row.starts_on != month:
        return BudgetState(agent=owner, limit=row.limit if row else None)
    return BudgetState(agent=owner, limit=row.limit, reserved=row.reserved, spent=row.spent)
