"""The SLA of each priority."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from mauntic.kernel.errors import Invalid
from scoring.alerts.models import LONGEST_SLA_MINUTES, AlertPolicy, EscalatesTo


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """The new SLA of a priority, for alerts from now on. Existing alerts keep their deadlines."""

    priority: str
    minutes: int
    enabled: bool = True
    in_business_hours: bool = True
    escalates_to: str = EscalatesTo.MANAGER


@transaction.atomic
def set_alert_policies(*, changes: Sequence[PolicyChange]) -> None:
    """Set SLAs. The policies are locked, so that two people at once do not mix their values.

    Args:
        changes: new values by priority; other priorities stay as they are.

    Raises: `Invalid` by priority.
    """
    known = AlertPolicy.objects.order_by("pk").select_for_update().in_bulk()
    problems = {change.priority: message for change in changes if (message := _problem(change, set(known)))}
    if problems:
        raise Invalid(problems)
    for change in changes:
        row = known[change.priority]
        row.minutes, row.enabled = change.minutes, change.enabled
        row.in_business_hours, row.escalates_to = change.in_business_hours, change.escalates_to
    fields = ["minutes", "enabled", "in_business_hours", "escalates_to"]
    AlertPolicy.objects.bulk_update([known[change.priority] for change in changes], fields)


def _problem(change: PolicyChange, known: set[str]) -> str:
    if change.priority not in known:
        return gettext("Unknown priority. Choose critical, high, medium or low.")
    if not 1 <= change.minutes <= LONGEST_SLA_MINUTES:
        return gettext("Enter a time from 1 minute to 30 days.")
    return (
        ""
        if change.escalates_to in EscalatesTo.values
        else gettext("Escalate to managers, ops, admins or nobody.")
    )
