"""The words of proposals."""

from django.utils.translation import gettext_lazy as _

from mauntic.kernel.translation import StrPromise
from revops.agents.approvals.domain.statuses import Rejection, Status
from revops.agents.llm.domain.requests import Agent

STATUSES: dict[str, StrPromise] = {
    Status.PENDING: _("Pending"),
    Status.APPROVED: _("Approved"),
    Status.REJECTED: _("Rejected"),
    Status.EXPIRED: _("Expired"),
    Status.INVALIDATED: _("Invalidated"),
    Status.EXECUTED: _("Executed"),
    Status.FAILED: _("Failed"),
    Status.OBSERVED: _("Would have"),
}
REJECTIONS: dict[str, StrPromise] = {
    Rejection.WRONG_PERSON: _("Not the right lead"),
    Rejection.WRONG_TIME: _("Not the right time"),
    Rejection.WRONG_WORDS: _("The text is not good enough"),
    Rejection.WRONG_FACTS: _("The facts are wrong"),
    Rejection.OTHER: _("Another reason"),
}
AGENTS: dict[str, StrPromise] = {
    Agent.RESEARCH: _("Research agent"),
    Agent.SDR: _("SDR agent"),
    Agent.REPLIES: _("Reply agent"),
    Agent.INSPECTOR: _("Deal inspector"),
    Agent.COACH: _("Coach"),
    Agent.COPILOT: _("Email copilot"),
}
