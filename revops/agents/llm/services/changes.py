"""Change some of the settings of agents, and leave the rest as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotAllowed
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.budgets import AgentPolicy, AgentSettings
from revops.agents.llm.services.budget import ORGANIZATION, set_budgets
from revops.agents.llm.services.controls import resume_agents, set_agent, set_policy, stop_agents

_POLICY = ("allows_other_vendor", "retention_days")


@transaction.atomic
def change_settings(*, changes: Mapping[str, Any], by: User) -> None:
    """Change what is given, all or nothing.

    Args:
        changes: any of `stopped`, `allows_other_vendor`, `retention_days`, `budget` (US dollars for all
            agents, None for no limit), and `agents`, each with its `agent` and any of `enabled`, `model_id`
            and `budget`.
        by: ops or admin.

    Raises: `NotAllowed`, `Invalid`.
    """
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the settings of agents. Ask one of them."))
    agents: Sequence[Mapping[str, Any]] = changes.get("agents", ())
    if len({each["agent"] for each in agents}) < len(agents):
        raise Invalid({"agents": _("Send each agent once.")})
    # Others may change the rest meanwhile: one after the other.
    AgentPolicy.objects.get_or_create(pk=1)
    rules = AgentPolicy.objects.select_for_update(no_key=True).get(pk=1)
    if given := {name: changes[name] for name in _POLICY if name in changes}:
        set_policy(**{name: getattr(rules, name) for name in _POLICY} | given, by=by)
    for each in agents:
        _change_agent(each, by)
    limits = {Agent(each["agent"]).value: each["budget"] for each in agents if "budget" in each}
    if "budget" in changes:
        limits[ORGANIZATION] = changes["budget"]
    if limits:
        set_budgets(limits=limits)
    if "stopped" in changes:
        switch = stop_agents if changes["stopped"] else resume_agents
        switch(by=by)


def _change_agent(change: Mapping[str, Any], by: User) -> None:
    if not change.keys() & {"enabled", "model_id"}:
        return
    agent = Agent(change["agent"])
    own = AgentSettings.objects.filter(pk=agent).first() or AgentSettings(agent=agent)
    set_agent(
        agent=agent,
        is_on=change.get("enabled", own.is_on),
        model_id=change.get("model_id", own.model_id),
        by=by,
    )
