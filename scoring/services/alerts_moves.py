"""What people do about alerts. Each move takes several, and leaves out those that somebody acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mauntic.accounts.models import User
from mauntic.kernel import clock
from mauntic.kernel.errors import Conflict, Invalid
from scoring.domain.alerts import AlertMove, AlertStatus, status_without_escalation
from scoring.models import AlertChange, SignalAlert
from scoring.models.alerts import Move
from scoring.services.alerts_changes import change, change_each, locked_for, replaced_by
from scoring.services.alerts_telling import tell_assignee, tell_of_escalation, who_is_above

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done, to be undone by its ids, and alerts that somebody had acknowledged before."""

    changes: list[AlertChange]
    before: list[SignalAlert] = field(default_factory=list)

    @property
    def acknowledged_by(self) -> str:
        """Who had acknowledged those alerts, in words."""
        return ", ".join(sorted({str(alert.acknowledged_by or "somebody") for alert in self.before}))


@transaction.atomic
def acknowledge_alerts(*, alert_ids: Sequence[UUID], by: User, now: datetime | None = None) -> Moved:
    """Somebody acts on alerts: their clocks stop. Those of nobody become theirs.

    Of two people at once the first has it, and the second finds it under `before`.
    """
    at = now or clock.now()
    found = locked_for(by, alert_ids)
    waiting, before = _parted(found)
    values = {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": at, "acknowledged_by": by}
    wanted = [(alert, values | {"assignee_id": alert.assignee_id or by.pk}) for alert in waiting]
    return Moved(change_each(wanted, AlertMove.ACKNOWLEDGED, at=at, by=by), before)


def acknowledge_touched(*, contact_id: UUID, by: User, at: datetime) -> Moved:
    """Somebody got in touch with a lead at `at`: what waited for that, and is theirs, is acknowledged."""
    waiting = SignalAlert.objects.visible_to(by).waiting().filter(contact=contact_id, created_at__lte=at)
    ids = list(waiting.values_list("pk", flat=True))
    return acknowledge_alerts(alert_ids=ids, by=by, now=at) if ids else Moved([])


@transaction.atomic
def snooze_alerts(
    *, alert_ids: Sequence[UUID], until: datetime, reason: str, by: User, now: datetime | None = None
) -> Moved:
    """Hide alerts until then, for a reason. The clock runs on: what runs out shows again and escalates."""
    at = now or clock.now()
    said = _reason(reason, "Say why it can wait; it is kept with the alert.")
    if until <= at:
        raise Invalid({"until": "Choose a time to come."})
    waiting, before = _some_waiting(by, alert_ids)
    return Moved(change(waiting, AlertMove.SNOOZED, at=at, by=by, reason=said, snoozed_until=until), before)


@transaction.atomic
def reassign_alerts(
    *, alert_ids: Sequence[UUID], to: User, by: User, reason: str = "", now: datetime | None = None
) -> Moved:
    """Give alerts to somebody who may sign in, and tell them. The deadline stays."""
    if not to.is_active:
        raise Invalid({"assignee": f"{to} can no longer sign in. Choose somebody else."})
    at = now or clock.now()
    waiting, before = _some_waiting(by, alert_ids)
    given = [alert for alert in waiting if alert.assignee_id != to.pk]
    values: dict[str, Any] = {"assignee_id": to.pk, "snoozed_until": None}
    changes = change(given, AlertMove.REASSIGNED, at=at, by=by, reason=reason[:LONGEST_REASON], **values)
    if to != by:
        tell_assignee(given, to, at=at)
    return Moved(changes, before)


@transaction.atomic
def escalate_alerts(
    *, alert_ids: Sequence[UUID], reason: str, by: User, now: datetime | None = None
) -> Moved:
    """Ask those above for help, for a reason, before the deadline does it.

    `Conflict` where the policy of the priority names nobody.
    """
    at = now or clock.now()
    said = _reason(reason, "Say what you need; they read it first.")
    waiting, before = _some_waiting(by, alert_ids)
    handed = [alert for alert in waiting if alert.status != AlertStatus.ESCALATED]
    above = who_is_above(handed)
    if "" in above:
        raise Conflict("The settings name nobody to escalate this to. Reassign it instead.")
    wanted = [
        (
            alert,
            {
                "status": AlertStatus.ESCALATED,
                "escalated_at": at,
                "escalated_to": role,
                "snoozed_until": None,
            },
        )
        for role, group in above.items()
        for alert in group
    ]
    changes = change_each(wanted, AlertMove.ESCALATED, at=at, by=by, reason=said)
    tell_of_escalation(handed, at=at, reason=said)
    return Moved(changes, before)


@transaction.atomic
def undo_alert_changes(*, change_ids: Sequence[UUID], by: User, now: datetime | None = None) -> Moved:
    """Take back what was done last to alerts, by a person or by itself. `Conflict` when more was done since.

    An alert whose time is over does not become open again, or it would run out once more: it is overdue.
    """
    at = now or clock.now()
    changed = AlertChange.objects.filter(pk__in=change_ids)
    alerts = locked_for(by, list(changed.values_list("alert_id", flat=True)))
    by_alert = {alert.pk: alert for alert in alerts}
    last = (
        AlertChange.objects.filter(alert__in=alerts).order_by("alert_id", "-at", "-id").distinct("alert_id")
    )
    found = [row for row in last if row.pk in set(change_ids) and row.move != Move.UNDONE]
    if not found:
        raise Conflict("This cannot be taken back any more: something else was done since.")
    wanted = [(by_alert[row.alert_id], _back(by_alert[row.alert_id], row, at)) for row in found]
    reason = f"{found[0].get_move_display()} taken back"
    return Moved(change_each(wanted, AlertMove.UNDONE, at=at, by=by, reason=reason))


def _back(alert: SignalAlert, row: AlertChange, at: datetime) -> dict[str, Any]:
    values = replaced_by(row)
    if values["status"] == AlertStatus.OPEN:
        values["status"] = status_without_escalation(deadline=alert.deadline, now=at)
    return values


def _some_waiting(user: User, alert_ids: Sequence[UUID]) -> tuple[list[SignalAlert], list[SignalAlert]]:
    """Those that nobody has acknowledged, and the others; `Conflict` when all are."""
    waiting, before = _parted(locked_for(user, alert_ids))
    if not waiting:
        raise Conflict(f"Acknowledged already by {Moved([], before).acknowledged_by}.")
    return waiting, before


def _parted(alerts: Sequence[SignalAlert]) -> tuple[list[SignalAlert], list[SignalAlert]]:
    waiting = [alert for alert in alerts if not alert.is_acknowledged]
    return waiting, [alert for alert in alerts if alert.is_acknowledged]


def _reason(text: str, advice: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Invalid({"reason": advice})
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": f"Say it in {LONGEST_REASON} characters; these are {len(said)}."})
    return said
