"""Emails to admins: once per budget, month and share, and for a vendor that was switched off."""

import structlog
from django.db.models import F
from django.utils.translation import gettext as _

from lead_intelligence.vendors.services.notify import notify_admins
from mauntic.kernel.budgets import NEARLY, USED_UP
from mauntic.kernel.clock import now
from mauntic.kernel.display import money, percent
from revops.agents.llm.labels import agent_name
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.selectors.budgets import current_month

log = structlog.get_logger(__name__)


def warn_of_budgets() -> None:
    """Email admins about the budgets of the month that have reached 80 or 100 percent since the last email.

    Concurrent calls notify about each budget once: only one update marks it as notified.
    """
    used = F("spent") + F("reserved")
    for share in (USED_UP, NEARLY):
        reached = AgentBudget.objects.filter(
            starts_on=current_month(now()),
            limit__gt=0,
            warned_at_percent__lt=share,
            limit__lte=used * 100 / share,
        )
        for row in reached:
            if AgentBudget.objects.filter(pk=row.pk, warned_at_percent__lt=share).update(
                warned_at_percent=share
            ):
                _notify(row, share)


def tell_of_vendor(*, name: str, reason: str) -> None:
    """Email admins that a vendor was switched off."""
    log.warning("agent.vendor_disabled", vendor=name)
    text = _("Mauntic no longer calls {vendor}. {reason} Open Settings, Agents to fix it.")
    notify_admins(
        subject=_("{vendor} switched off").format(vendor=name), text=text.format(vendor=name, reason=reason)
    )


def _notify(row: AgentBudget, share: int) -> None:
    scope = agent_name(row.agent) if row.agent else _("the organization")
    used, limit = money(row.spent + row.reserved, "USD"), money(row.limit, "USD")
    subject = _("AI budget of {scope}: {share} used").format(scope=scope, share=percent(share / 100))
    text = _("{used} of {limit} of this month are used. Calls stop when the budget does not pay for another.")
    log.warning("agent.budget_reached", scope=row.agent, share=share)
    notify_admins(subject=subject, text=text.format(used=used, limit=limit))
