"""What happens to alerts by themselves: they run out, and they lose the person who had them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from mauntic.kernel import clock
from scoring.domain.alerts import AlertMove, AlertStatus
from scoring.models import SignalAlert
from scoring.models.alerts import Status
from scoring.services.alerts_changes import change, locked
from scoring.services.alerts_telling import tell_of_escalation, who_is_above


@transaction.atomic
def expire_alerts(*, now: datetime | None = None) -> int:
    """Escalate open alerts whose deadline has passed; the count of them. Run twice it finds nothing more.

    They stay in the list until somebody acknowledges them. Where the policy names nobody to escalate to,
    they become overdue instead.
    """
    at = now or clock.now()
    due = locked(SignalAlert.objects.filter(status=Status.OPEN, deadline__lte=at))
    for role, group in who_is_above(due).items():
        escalated: dict[str, Any] = {
            "status": AlertStatus.ESCALATED,
            "escalated_at": at,
            "escalated_to": role,
        }
        values = escalated if role else {"status": AlertStatus.OVERDUE}
        change(group, AlertMove.RAN_OUT, at=at, reason="Nobody acted before the deadline.", **values)
    tell_of_escalation([alert for alert in due if alert.escalated_to], at=at)
    return len(due)


@transaction.atomic
def free_alerts_of_the_gone(*, now: datetime | None = None) -> int:
    """Give waiting alerts of people who can no longer sign in to the lead's owner, else to nobody; the count.

    Those of nobody are seen by all, so that somebody takes them.
    """
    orphans = SignalAlert.objects.waiting().filter(assignee__is_active=False)
    held = locked(orphans)
    for owner_id, group in _by_active_owner(held):
        change(
            group,
            AlertMove.REASSIGNED,
            at=now or clock.now(),
            reason="Whoever had it can no longer sign in.",
            assignee_id=owner_id,
            snoozed_until=None,
        )
    return len(held)


def _by_active_owner(alerts: Iterable[SignalAlert]) -> Iterable[tuple[object, list[SignalAlert]]]:
    groups: dict[object, list[SignalAlert]] = {}
    for alert in alerts:
        owner = alert.contact.owner
        groups.setdefault(owner.pk if owner and owner.is_active else None, []).append(alert)
    return groups.items()
