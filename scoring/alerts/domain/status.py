"""Statuses and changes of alerts."""

from datetime import datetime
from enum import StrEnum


class AlertStatus(StrEnum):
    """Open until acknowledged. After the deadline escalated, or overdue if the policy escalates to nobody."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    OVERDUE = "overdue"


class AlertMove(StrEnum):
    """A change of an alert, by a person or automatic."""

    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    REASSIGNED = "reassigned"
    RAN_OUT = "ran_out"
    ESCALATED = "escalated"
    UNDONE = "undone"


def status_without_escalation(*, deadline: datetime, now: datetime) -> AlertStatus:
    """Return the status of an alert that is neither acknowledged nor escalated."""
    return AlertStatus.OVERDUE if deadline <= now else AlertStatus.OPEN


def is_late(*, deadline: datetime, touched_at: datetime | None, now: datetime) -> bool:
    """Return whether the deadline passed before `touched_at`, or before `now` if nobody acknowledged it."""
    return (touched_at or now) > deadline
