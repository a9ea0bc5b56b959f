"""Telling admins that the money runs out, once for each budget, period and share."""

from collections.abc import Sequence

import structlog

from lead_intelligence.models import Budget
from lead_intelligence.selectors.budgets import BudgetState, budgets_to_watch
from lead_intelligence.services.notify import tell_admins

log = structlog.get_logger(__name__)

FOOTER = "The page “Spend” under “Enrichment” shows where the money went, and sets budgets."


def watch_budgets() -> list[BudgetState]:
    """Mail the admins of the budgets that passed 80 or 100 percent since they were last told; which they are.

    Watchers at the same time tell of each budget once: it is theirs whose update finds it untold.
    """
    # One at a time, each by itself: calls lock budgets in their own order, and must never wait in a circle.
    told = [budget for budget in budgets_to_watch() if _claim(budget)]
    if told:
        tell_admins(subject=_subject(told), text="\n".join([*map(_line, told), "", FOOTER]))
        log.warning("enrichment.budgets_reached", budgets=[each.name for each in told])
    return told


def _claim(budget: BudgetState) -> bool:
    """Note that people are told; False when they were told before, or somebody else does."""
    if budget.row is None or budget.row.warned_at_percent >= budget.reached:
        return False
    # A limit that was changed meanwhile is looked at afresh next time.
    untold = Budget.objects.filter(pk=budget.row.pk, limit=budget.limit, warned_at_percent__lt=budget.reached)
    return bool(untold.update(warned_at_percent=budget.reached))


def _subject(told: Sequence[BudgetState]) -> str:
    first, others = told[0], len(told) - 1
    said = "is used up" if first.is_used_up else f"is used to {first.reached} %"
    more = f", and {others} more" if others else ""
    return f"{first.name} for enrichment {said}{more}"


def _line(budget: BudgetState) -> str:
    held = f", {budget.reserved:.2f} of it held for running calls" if budget.reserved else ""
    used = f"{budget.name}: {budget.used:.2f} of {budget.limit:.2f} USD are used{held}."
    if not budget.is_used_up:
        return f"{used} At 100 % no more paid look-ups are made from it."
    return f"{used} What is left pays for no further look-up, so none are made from it."
