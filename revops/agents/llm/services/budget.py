"""Reserve money before a call and settle it afterwards, so that concurrent calls cannot overspend."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from mauntic.kernel.display import money
from mauntic.kernel.errors import Invalid
from revops.agents.llm.domain.errors import error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import RUNNING, agent_name
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.budgets import current_month

LARGEST = Decimal(10) ** 8
ORGANIZATION = ""


@transaction.atomic(savepoint=False)
def reserve(*, agent: Agent, amount: Decimal, at: datetime) -> date:
    """Reserve an amount in the budgets of the organization and the agent, or in neither.

    Each is one conditional update, which locks its row until the caller's transaction ends. All callers lock
    the organization's row first, so that they cannot deadlock.

    Args:
        amount: US dollars.
        at: a time in the month.

    Returns: the month, for `settle`.
    Raises: `LlmStopped` if a budget lacks the amount. The caller rolls back.
    """
    month = current_month(at)
    for owner in (ORGANIZATION, agent):
        row = AgentBudget.objects.filter(agent=owner, starts_on=month)
        fits = row.filter(Q(limit=None) | Q(limit__gte=F("reserved") + F("spent") + amount))
        held = fits.update(reserved=F("reserved") + amount)
        if not held:
            # Also for a row that another worker has made since the update looked for it.
            _start(owner, month)
            held = fits.update(reserved=F("reserved") + amount)
        if not held:
            raise error_for(Outcome.OVER_BUDGET, _used_up(row.get(), amount))
    return month


@transaction.atomic(savepoint=False)
def settle(*, agent: str, month: date, reserved: Decimal, cost: Decimal) -> None:
    """Replace a reservation with the amount that the vendor bills.

    Args:
        month: of the reservation, since a call may end in the next one.
        reserved: US dollars.
        cost: US dollars; 0 for a call that the vendor does not bill.
    """
    for owner in (ORGANIZATION, agent):
        row = AgentBudget.objects.filter(agent=owner, starts_on=month)
        row.update(reserved=F("reserved") - reserved, spent=F("spent") + cost)


@transaction.atomic
def set_budgets(*, limits: Mapping[str, Decimal | None]) -> None:
    """Set the limits of this month, and of the following ones.

    Args:
        limits: US dollars by agent, empty for the organization; None for no limit. Admins are notified again
            about a changed limit.

    Raises: `Invalid` by agent ("organization" for all).
    """
    problems = {owner or "organization": text for owner, limit in limits.items() if (text := _problem(limit))}
    if unknown := [owner for owner in limits if owner and owner not in set(Agent)]:
        problems["agent"] = _('Unknown agent "{name}".').format(name=unknown[0])
    if problems:
        raise Invalid(problems)
    month = current_month(now())
    for owner in sorted(limits):  # the organization, whose name is empty, first
        _start(owner, month)
        changed = AgentBudget.objects.filter(agent=owner, starts_on=month).exclude(limit=limits[owner])
        changed.update(limit=limits[owner], warned_at_percent=0)


@transaction.atomic
def recount(*, at: datetime) -> int:
    """Set the reservations of the month to those of the running calls, and return how many were wrong.

    A contact that is deleted during a call takes the run, and so the reservation's owner, with it.
    """
    month = current_month(at)
    rows = AgentBudget.objects.filter(starts_on=month).order_by("agent").select_for_update()
    budgets = list(rows)
    running = AgentRun.objects.filter(outcome=RUNNING, budget_month=month).order_by()
    held = dict(running.values_list("agent").annotate(Sum("reserved")))
    wrong = 0
    for budget in budgets:
        needed = held.get(budget.agent, Decimal(0)) if budget.agent else sum(held.values(), Decimal(0))
        if budget.reserved != needed:
            wrong += AgentBudget.objects.filter(pk=budget.pk).update(reserved=needed)
    return wrong


def _start(owner: str, month: date) -> None:
    """Create the row of a month with the limit of the previous one, unless it is there."""
    before = AgentBudget.objects.filter(agent=owner, starts_on__lt=month).order_by("-starts_on").first()
    row = AgentBudget(agent=owner, starts_on=month, limit=before.limit if before else None)
    AgentBudget.objects.bulk_create([row], ignore_conflicts=True)


def _used_up(budget: AgentBudget, amount: Decimal) -> str:
    text = _(
        "The monthly AI budget of {scope} is used up: {used} of {limit} spent or reserved, {amount} needed."
    )
    return text.format(
        scope=agent_name(budget.agent) if budget.agent else _("the organization"),
        used=money(budget.reserved + budget.spent, "USD"),
        limit=money(budget.limit, "USD"),
        amount=money(amount, "USD"),
    )


def _problem(limit: Decimal | None) -> str:
    if limit is None:
        return ""
    if not limit.is_finite() or limit < 0:
        return _("Enter 0 or more, or nothing for no limit.")
    if limit >= LARGEST:
        return _("Enter less than {amount}, or nothing for no limit.").format(amount=money(LARGEST, "USD"))
    return ""
