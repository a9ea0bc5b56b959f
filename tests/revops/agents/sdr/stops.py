"""What keeps the agents from asking a model, and the beginning of what they then say."""

from mauntic.kernel.clock import now
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy, AgentSettings
from revops.agents.llm.services.budget import current_month


def no_money(agent: str) -> None:
    AgentBudget.objects.create(agent=agent, starts_on=current_month(now()), limit=0)


def switched_off(agent: str) -> None:
    AgentSettings.objects.create(agent=agent, is_on=False)


def all_stopped(_agent: str) -> None:
    AgentPolicy.objects.create(stopped_at=now())


STOPS = [
    (no_money, "The monthly AI budget of {agent} is used up"),
    (switched_off, "{agent} is switched off."),
    (all_stopped, "All AI agents are stopped."),
]
