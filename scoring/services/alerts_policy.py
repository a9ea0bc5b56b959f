"""What an organization promises for each priority."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mauntic.kernel.errors import Invalid
from scoring.models import AlertPolicy
from scoring.models.alerts import LONGEST_PROMISE_MINUTES, EscalatesTo


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChange:
    """What is promised for a priority from now on; alerts that are there keep their deadline."""

    priority: str
    minutes: int
    enabled: bool = True
    in_business_hours: bool = True
    escalates_to: str = EscalatesTo.MANAGER


@transaction.atomic
def set_alert_policies(*, changes: Sequence[PromiseChange]) -> None:
    """Set what is promised. `Invalid` names the priority and what cannot be."""
    known = AlertPolicy.objects.select_for_update().in_bulk()
    problems = {change.priority: said for change in changes if (said := _problem(change, set(known)))}
    if problems:
        raise Invalid(problems)
    for change in changes:
        row = known[change.priority]
        row.minutes, row.enabled = change.minutes, change.enabled
        row.in_business_hours, row.escalates_to = change.in_business_hours, change.escalates_to
    fields = ["minutes", "enabled", "in_business_hours", "escalates_to"]
    AlertPolicy.objects.bulk_update([known[change.priority] for change in changes], fields)


def _problem(change: PromiseChange, known: set[str]) -> str:
    if change.priority not in known:
        return "There is no such priority."
    if not 1 <= change.minutes <= LONGEST_PROMISE_MINUTES:
        return "Allow between a minute and 30 days."
    return "" if change.escalates_to in EscalatesTo.values else "Only managers, ops, admins or nobody."
