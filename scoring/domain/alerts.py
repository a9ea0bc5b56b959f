"""The states of an alert, and which of its moves make sense."""

from datetime import datetime
from enum import StrEnum


class AlertStatus(StrEnum):
    """Open until somebody acknowledges it. What runs out goes to those above; without any it is overdue."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ESCALATED = "escalated"
    OVERDUE = "overdue"


class AlertMove(StrEnum):
    """What is done to an alert, by a person or, where nobody is named, by itself."""

    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    REASSIGNED = "reassigned"
    RAN_OUT = "ran_out"
    ESCALATED = "escalated"
    UNDONE = "undone"


def status_without_escalation(*, deadline: datetime, now: datetime) -> AlertStatus:
    """What an alert is that nobody acknowledged and nobody was told of."""
    return AlertStatus.OVERDUE if deadline <= now else AlertStatus.OPEN


def is_late(*, deadline: datetime, touched_at: datetime | None, now: datetime) -> bool:
    """Whether the deadline passed before anybody acted."""
    return (touched_at or now) > deadline
