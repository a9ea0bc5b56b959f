"""Create alerts of signals."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mauntic.accounts.selectors import business_hours
from mauntic.events.catalog import SignalAlertCreated
from mauntic.events.services import publish_many
from mauntic.kernel import clock
from scoring.alerts.domain.sla import deadline
from scoring.alerts.models import AlertPolicy, SignalAlert
from scoring.signals.domain.strength import WORTH_AN_ALERT
from scoring.signals.models import IntentSignal


@transaction.atomic
def raise_alerts(*, signal_ids: Sequence[UUID], now: datetime | None = None) -> list[SignalAlert]:
    """Create an alert for each signal that has none.

    The priority of the signal's type sets the deadline, counted from `now`. The owner of the contact becomes
    the assignee if they are active. No alert is created for a signal that has faded, or had nearly faded when
    its contact became known, for a suppressed contact, or for a priority whose alerts are off.

    Args:
        signal_ids: ids of signals.
        now: the time of the alerts; by default the present.

    Returns: the new alerts.

    Publishes: `SignalAlertCreated` for each of them.
    """
    at = now or clock.now()
    deadlines = _deadlines(at)
    alerts = [
        _alert(signal, at, deadlines[signal.type.priority])
        for signal in _without_alert(signal_ids, at)
        if signal.type.priority in deadlines and signal.left_when_known() >= WORTH_AN_ALERT
    ]
    SignalAlert.objects.bulk_create(alerts, batch_size=1000)
    publish_many(_fact(alert) for alert in alerts)
    return alerts


def _deadlines(at: datetime) -> dict[str, datetime]:
    hours = business_hours()
    policies = AlertPolicy.objects.filter(enabled=True)
    return {policy.priority: deadline(policy.sla(), at, hours) for policy in policies}


def _without_alert(signal_ids: Sequence[UUID], at: datetime) -> list[IntentSignal]:
    rows = IntentSignal.objects.active(at).filter(
        Q(contact__suppressed_reason=""), pk__in=signal_ids, alert=None
    )
    return list(rows.select_related("type", "contact__owner").order_by("detected_at", "pk"))


def _alert(signal: IntentSignal, at: datetime, deadline: datetime) -> SignalAlert:
    owner = signal.contact.owner
    return SignalAlert(
        contact_id=signal.contact_id,
        signal=signal,
        type_id=signal.type_id,
        priority=signal.type.priority,
        assignee=owner if owner and owner.is_active else None,
        detected_at=signal.detected_at,
        created_at=at,
        deadline=deadline,
    )


def _fact(alert: SignalAlert) -> SignalAlertCreated:
    return SignalAlertCreated(
        contact_id=alert.contact_id,
        priority=alert.priority,
        deadline=alert.deadline,
        signal_type=alert.type_id,
    )
