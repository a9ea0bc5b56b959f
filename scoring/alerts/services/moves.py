"""Acknowledge, snooze, reassign and escalate alerts, and undo it. Acknowledged alerts are left out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from mauntic.accounts.models import User
from mauntic.events.catalog import SignalAlertAcknowledged
from mauntic.events.services import publish_many
from mauntic.kernel import clock
from mauntic.kernel.display import without_stop
from mauntic.kernel.errors import Conflict, Invalid
from scoring.alerts.domain.status import AlertMove, AlertStatus, status_without_escalation
from scoring.alerts.models import AlertChange, Move, SignalAlert
from scoring.alerts.services.changes import change, change_each, locked_for, replaced_by
from scoring.alerts.services.notify import (
    by_escalation_role,
    mark_alerts_read,
    notify_assignee,
    notify_of_escalation,
)

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Moved:
    """The changes made, whose batch an undo takes, and the alerts that were already acknowledged."""

    changes: list[AlertChange]
    before: list[SignalAlert] = field(default_factory=list)

    @property
    def acknowledged_by(self) -> str:
        """Return the names of those who had acknowledged the alerts in `before`."""
        return ", ".join(
            sorted({str(alert.acknowledged_by or gettext("a deleted user")) for alert in self.before})
        )


def already_acknowledged(moved: Moved) -> str:
    """Return `Already acknowledged by Kim Novak.`."""
    return gettext("Already acknowledged by {people}.").format(people=without_stop(moved.acknowledged_by))


@transaction.atomic
def acknowledge_alerts(
    *, alert_ids: Sequence[UUID], by: User, answered_with: str = "", now: datetime | None = None
) -> Moved:
    """Acknowledge alerts, which stops their clocks, and assign unassigned ones to the person.

    The person's notifications about them become read: the bell does not repeat what is done.

    The rows are locked: of two people at the same time the first acknowledges, and the second gets the alert
    in `before`.

    Args:
        alert_ids: ids of alerts.
        by: the person who acts.
        answered_with: how the person contacted the lead, such as `call`; empty if they did not.
        now: the time of the change; by default the present.

    Returns: the changes, and the alerts that were acknowledged before.

    Raises: `NotFound` if the person may see none of them.

    Publishes: `SignalAlertAcknowledged` for each alert.
    """
    at = now or clock.now()
    found = locked_for(by, alert_ids)
    waiting, before = _split(found)
    values = {
        "status": AlertStatus.ACKNOWLEDGED,
        "acknowledged_at": at,
        "acknowledged_by": by,
        "answered_with": answered_with,
    }
    wanted = [(alert, values | {"assignee_id": alert.assignee_id or by.pk}) for alert in waiting]
    mark_alerts_read(waiting, by)
    changes = change_each(wanted, AlertMove.ACKNOWLEDGED, at=at, by=by)
    publish_many(_acknowledged(alert) for alert in waiting)
    return Moved(changes, before)


def acknowledge_touched(
    *, contact_ids: Collection[UUID], by: User, at: datetime, answered_with: str = ""
) -> Moved:
    """Acknowledge the open alerts of leads that a person contacted at `at`, if they may see them.

    Args:
        contact_ids: the ids of the contacts.
        by: the person who contacted the leads.
        at: the time of the contact; later alerts stay open.
        answered_with: how, such as `call`.

    Returns: the changes; none if nothing was open.
    """
    waiting = SignalAlert.objects.visible_to(by).waiting().filter(contact__in=contact_ids, created_at__lte=at)
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return Moved([])
    return acknowledge_alerts(alert_ids=ids, by=by, answered_with=answered_with, now=at)


@transaction.atomic
def snooze_alerts(
    *, alert_ids: Sequence[UUID], until: datetime, reason: str, by: User, now: datetime | None = None
) -> Moved:
    """Hide alerts until a time. The deadline stays: an alert that passes it shows again and escalates.

    Args:
        alert_ids: ids of alerts.
        until: a time in the future.
        reason: shown in the history; required.
        by: the person who acts.
        now: the time of the change; by default the present.

    Returns: the changes, and the alerts that were acknowledged before.

    Raises: `Invalid` without a reason or with a time in the past; `Conflict` if all are acknowledged;
    `NotFound` if the person may see none of them.
    """
    at = now or clock.now()
    why = _reason(reason, gettext("Enter a reason to snooze the alert."))
    if until <= at:
        raise Invalid({"until": gettext("Choose a time in the future.")})
    waiting, before = _some_waiting(by, alert_ids)
    return Moved(change(waiting, AlertMove.SNOOZED, at=at, by=by, reason=why, snoozed_until=until), before)


@transaction.atomic
def reassign_alerts(
    *, alert_ids: Sequence[UUID], to: User, by: User, reason: str = "", now: datetime | None = None
) -> Moved:
    """Reassign alerts to an active user and notify them. The deadline stays.

    Args:
        alert_ids: ids of alerts.
        to: the new assignee, who is not notified if they act themselves.
        by: the person who acts.
        reason: shown in the history.
        now: the time of the change; by default the present.

    Returns: the changes, and the alerts that were acknowledged before.

    Raises: `Invalid` if the user is deactivated; `Conflict` if all are acknowledged; `NotFound` if the person
    may see none of them.
    """
    if not to.is_active:
        raise Invalid(
            {"assignee": gettext("{person} is deactivated. Choose another assignee.").format(person=to)}
        )
    at = now or clock.now()
    waiting, before = _some_waiting(by, alert_ids)
    given = [alert for alert in waiting if alert.assignee_id != to.pk]
    values: dict[str, Any] = {"assignee_id": to.pk, "snoozed_until": None}
    changes = change(given, AlertMove.REASSIGNED, at=at, by=by, reason=reason[:LONGEST_REASON], **values)
    if to != by:
        notify_assignee(given, to, at=at)
    return Moved(changes, before)


@transaction.atomic
def escalate_alerts(
    *, alert_ids: Sequence[UUID], reason: str, by: User, now: datetime | None = None
) -> Moved:
    """Escalate alerts before their deadline, and notify the role that their policy names.

    Args:
        alert_ids: ids of alerts.
        reason: what the person needs; shown in the notification and the history; required.
        by: the person who acts.
        now: the time of the change; by default the present.

    Returns: the changes, and the alerts that were acknowledged before.

    Raises: `Invalid` without a reason; `Conflict` if the policy escalates to nobody or all are acknowledged;
    `NotFound` if the person may see none of them.
    """
    at = now or clock.now()
    why = _reason(reason, gettext("Enter what you need from the people you escalate to."))
    waiting, before = _some_waiting(by, alert_ids)
    handed = [alert for alert in waiting if alert.status != AlertStatus.ESCALATED]
    above = by_escalation_role(handed)
    if "" in above:
        raise Conflict(gettext("The SLA of this priority escalates to nobody. Reassign the alert instead."))
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
    changes = change_each(wanted, AlertMove.ESCALATED, at=at, by=by, reason=why)
    notify_of_escalation(handed, at=at, reason=why)
    return Moved(changes, before)


@transaction.atomic
def undo_alert_changes(*, change_ids: Sequence[UUID], by: User, now: datetime | None = None) -> Moved:
    """Undo the last change of alerts, also an automatic one.

    An alert past its deadline becomes overdue, not open: the job would escalate an open one again.

    Args:
        change_ids: ids of rows of the history.
        by: the person who acts.
        now: the time of the undo; by default the present.

    Returns: the changes that the undo made.

    Raises: `Conflict` if the alerts changed since; `NotFound` if the person may see none of them.

    Publishes: as withdrawn, `SignalAlertAcknowledged` for each alert that is open again.
    """
    return _undo(AlertChange.objects.filter(pk__in=change_ids), by, now or clock.now())


@transaction.atomic
def undo_alert_batch(*, batch: UUID, by: User, now: datetime | None = None) -> Moved:
    """Undo what one action did to alerts. Alerts that changed since stay as they are.

    Args:
        batch: the batch of the changes.
        by: the person who acts.
        now: the time of the undo; by default the present.

    Returns: the changes that the undo made.

    Raises: as `undo_alert_changes`.
    """
    return _undo(AlertChange.objects.filter(batch=batch), by, now or clock.now())


def _undo(changes: QuerySet[AlertChange], by: User, at: datetime) -> Moved:
    wanted = dict(changes.values_list("pk", "alert_id"))
    by_alert = {alert.pk: alert for alert in locked_for(by, list(wanted.values()))}
    last = AlertChange.objects.filter(alert__in=list(by_alert)).order_by("alert_id", "-at", "-id")
    found = [row for row in last.distinct("alert_id") if row.pk in wanted and row.move != Move.UNDONE]
    if not found:
        raise Conflict(gettext("The alert has changed since, so this cannot be undone."))
    back = [(by_alert[row.alert_id], _back(by_alert[row.alert_id], row, at)) for row in found]
    reason = gettext("Undid: {change}").format(change=found[0].get_move_display())
    # As they were answered: the change takes that back.
    withdrawn = [_acknowledged(alert, is_withdrawn=True) for alert, _values in back if alert.is_acknowledged]
    moved = Moved(change_each(back, AlertMove.UNDONE, at=at, by=by, reason=reason))
    publish_many(withdrawn)
    return moved


def _acknowledged(alert: SignalAlert, *, is_withdrawn: bool = False) -> SignalAlertAcknowledged:
    return SignalAlertAcknowledged(
        contact_id=alert.contact_id,
        alert_id=alert.pk,
        signal_type=alert.type_id,
        answered_with=alert.answered_with,
        is_withdrawn=is_withdrawn,
    )


def _back(alert: SignalAlert, row: AlertChange, at: datetime) -> dict[str, Any]:
    values = replaced_by(row)
    if values["status"] == AlertStatus.OPEN:
        values["status"] = status_without_escalation(deadline=alert.deadline, now=at)
    return values


def _some_waiting(user: User, alert_ids: Sequence[UUID]) -> tuple[list[SignalAlert], list[SignalAlert]]:
    """Lock alerts, and split them into open and acknowledged ones.

    Raises: `Conflict` if all are acknowledged.
    """
    waiting, before = _split(locked_for(user, alert_ids))
    if not waiting:
        raise Conflict(already_acknowledged(Moved([], before)))
    return waiting, before


def _split(alerts: Sequence[SignalAlert]) -> tuple[list[SignalAlert], list[SignalAlert]]:
    waiting = [alert for alert in alerts if not alert.is_acknowledged]
    return waiting, [alert for alert in alerts if alert.is_acknowledged]


def _reason(text: str, advice: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise Invalid({"reason": advice})
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            {
                "reason": gettext("Shorten the reason to {limit} characters; it has {length}.").format(
                    limit=LONGEST_REASON, length=len(reason)
                )
            }
        )
    return reason
