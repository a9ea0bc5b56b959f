"""Escalate alerts past their deadline, release those of deactivated users, and assign unassigned ones."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mauntic.kernel import clock
from scoring.alerts.domain.status import AlertMove, AlertStatus
from scoring.alerts.models import SignalAlert, Status
from scoring.alerts.services.changes import change, locked
from scoring.alerts.services.notify import by_escalation_role, notify_of_escalation


@transaction.atomic
def expire_alerts(*, now: datetime | None = None) -> int:
    """Escalate open alerts whose deadline has passed. A second run finds nothing more.

    They stay listed until somebody acknowledges them. They become overdue instead if the policy of their
    priority escalates to nobody. Nobody is notified of low-priority ones, which are in the digest.

    Args:
        now: alerts with a deadline up to this time are escalated; by default the present.

    Returns: the number of alerts.
    """
    at = now or clock.now()
    due = locked(SignalAlert.objects.filter(status=Status.OPEN, deadline__lte=at))
    for role, group in by_escalation_role(due).items():
        escalated: dict[str, Any] = {
            "status": AlertStatus.ESCALATED,
            "escalated_at": at,
            "escalated_to": role,
        }
        values = escalated if role else {"status": AlertStatus.OVERDUE}
        change(
            group, AlertMove.RAN_OUT, at=at, reason=gettext("Not acknowledged before the deadline."), **values
        )
    notify_of_escalation([alert for alert in due if alert.escalated_to and alert.has_clock], at=at)
    return len(due)


@transaction.atomic
def release_alerts_of_deactivated(*, now: datetime | None = None) -> int:
    """Reassign open alerts of deactivated users to the active owner of the lead, else unassign them.

    Everybody sees unassigned alerts.

    Args:
        now: the time of the change in the history; by default the present.

    Returns: the number of alerts.
    """
    orphans = SignalAlert.objects.waiting().filter(assignee__is_active=False)
    held = locked(orphans)
    for owner_id, group in _by_active_owner(held):
        change(
            group,
            AlertMove.REASSIGNED,
            at=now or clock.now(),
            reason=gettext("The assignee was deactivated."),
            assignee_id=owner_id,
            snoozed_until=None,
        )
    return len(held)


@transaction.atomic
def assign_unassigned(*, contact_ids: Collection[UUID] | None = None, now: datetime | None = None) -> int:
    """Assign open alerts without an assignee to the active owner of the lead.

    Their deadline stays. Nobody is notified: who assigns the lead tells the owner.

    Args:
        contact_ids: the leads whose alerts to look at; by default all.
        now: the time of the change in the history; by default the present.

    Returns: the number of alerts that were assigned.
    """
    orphans = SignalAlert.objects.waiting().filter(assignee=None, contact__owner__is_active=True)
    if contact_ids is not None:
        orphans = orphans.filter(contact__in=contact_ids)
    held = locked(orphans)
    for owner_id, group in _by_active_owner(held):
        change(
            group,
            AlertMove.REASSIGNED,
            at=now or clock.now(),
            reason=gettext("The lead got an owner."),
            assignee_id=owner_id,
        )
    return len(held)


def _by_active_owner(alerts: Iterable[SignalAlert]) -> Iterable[tuple[object, list[SignalAlert]]]:
    groups: dict[object, list[SignalAlert]] = {}
    for alert in alerts:
        owner = alert.contact.owner
        groups.setdefault(owner.pk if owner and owner.is_active else None, []).append(alert)
    return groups.items()
