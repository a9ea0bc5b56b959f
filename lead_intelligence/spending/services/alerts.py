"""Notifications of admins about budgets, once per budget, period and share."""

from collections.abc import Sequence

import structlog
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lead_intelligence.spending.models import Budget
from lead_intelligence.spending.selectors.budgets import BudgetState, budgets_to_watch
from lead_intelligence.vendors.services.notify import notify_admins
from mauntic.kernel.display import money, percent

log = structlog.get_logger(__name__)

FOOTER = _("Open Enrichment, Spend to see the costs or change the budgets.")


def watch_budgets() -> list[BudgetState]:
    """Email admins about the budgets that reached 80 or 100 percent since the last notification.

    Concurrent runs notify about each budget once: only one update marks it as notified.

    Returns: those budgets.
    """
    # Each update is a transaction of its own: calls lock budgets in another order, which could deadlock.
    reached = [budget for budget in budgets_to_watch() if _claim(budget)]
    if reached:
        notify_admins(subject=_subject(reached), text="\n".join([*map(_line, reached), "", str(FOOTER)]))
        log.warning("enrichment.budgets_reached", budgets=[each.name for each in reached])
    return reached


def _claim(budget: BudgetState) -> bool:
    """Mark a budget as notified; False if it already was."""
    if budget.row is None or budget.row.warned_at_percent >= budget.reached:
        return False
    # A limit that changed in the meantime is checked in the next run.
    unmarked = Budget.objects.filter(
        pk=budget.row.pk, limit=budget.limit, warned_at_percent__lt=budget.reached
    )
    return bool(unmarked.update(warned_at_percent=budget.reached))


def _subject(reached: Sequence[BudgetState]) -> str:
    first, others = reached[0], len(reached) - 1
    share = percent(first.reached / 100)
    text = (
        gettext("{budget} is used up").format(budget=first.name)
        if first.is_used_up
        else gettext("{budget}: {share} used").format(budget=first.name, share=share)
    )
    if not others:
        return text
    more = ngettext("{text}, and {count} more budget", "{text}, and {count} more budgets", others)
    return more.format(text=text, count=others)


def _line(budget: BudgetState) -> str:
    text = (
        gettext("{budget}: {used} of {limit} used, including {reserved} reserved for running calls.")
        if budget.reserved
        else gettext("{budget}: {used} of {limit} used.")
    )
    used = text.format(
        budget=budget.name,
        used=money(budget.used, "USD"),
        limit=money(budget.limit, "USD"),
        reserved=money(budget.reserved, "USD"),
    )
    if budget.is_used_up:
        return f"{used} {gettext('The rest does not pay for another lookup, so paid lookups stop.')}"
    return f"{used} {gettext('Paid lookups stop when the budget is used up.')}"
