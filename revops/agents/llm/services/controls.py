"""Switch agents on and off, choose their models, and stop them all."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from lead_intelligence.vendors.services.notify import notify_admins
from mauntic.accounts.models import User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.models.accounts import LlmModel
from revops.agents.llm.models.budgets import AgentPolicy, AgentSettings

log = structlog.get_logger(__name__)

RETENTION = range(1, 366)
"""Days that prompts and answers may be kept."""


@transaction.atomic
def set_agent(*, agent: Agent, is_on: bool, model_id: UUID | None, by: User) -> AgentSettings:
    """Switch an agent on or off and choose its model. Running calls finish.

    Args:
        model_id: None for the default model of the first vendor.

    Raises: `NotAllowed`, `Invalid` for an unknown model.
    """
    _check(by)
    if model_id and not LlmModel.objects.filter(pk=model_id).exists():
        raise Invalid({f"{agent}-model": _("This model does not exist any more. Choose another one.")})
    values = {"is_on": is_on, "model_id": model_id}
    row, _made = AgentSettings.objects.update_or_create(pk=agent.value, defaults=values)
    return row


@transaction.atomic
def set_policy(*, allows_other_vendor: bool, retention_days: int, by: User) -> AgentPolicy:
    """Set whether another vendor may answer, and how long prompts and answers are kept.

    Raises: `NotAllowed`, `Invalid`.
    """
    _check(by)
    if retention_days not in RETENTION:
        problem = _("Enter a number of days from {least} to {most}.")
        raise Invalid({"retention_days": problem.format(least=RETENTION[0], most=RETENTION[-1])})
    values = {"allows_other_vendor": allows_other_vendor, "retention_days": retention_days}
    row, _made = AgentPolicy.objects.update_or_create(pk=1, defaults=values)
    return row


@transaction.atomic
def stop_agents(*, by: User) -> bool:
    """Stop the calls of all agents and email admins. Running calls finish.

    Returns: False if they were stopped already.
    Raises: `NotAllowed`.
    """
    _check(by)
    AgentPolicy.objects.get_or_create(pk=1)
    stopped = AgentPolicy.objects.filter(pk=1, stopped_at=None).update(stopped_at=now(), stopped_by=by)
    if stopped:
        log.warning("agent.stopped", by=str(by.pk))
        text = _("{person} stopped all AI agents. No model is called until somebody resumes them.")
        notify_admins(subject=_("AI agents stopped"), text=text.format(person=by))
    return bool(stopped)


@transaction.atomic
def resume_agents(*, by: User) -> bool:
    """Let agents call models again, and email admins.

    Returns: False if they were not stopped.
    Raises: `NotAllowed`.
    """
    _check(by)
    resumed = (
        AgentPolicy.objects.filter(pk=1).exclude(stopped_at=None).update(stopped_at=None, stopped_by=None)
    )
    if resumed:
        log.info("agent.resumed", by=str(by.pk))
        notify_admins(
            subject=_("AI agents resumed"), text=_("{person} resumed all AI agents.").format(person=by)
        )
    return bool(resumed)


def _check(by: User) -> None:
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the settings of agents. Ask one of them."))
