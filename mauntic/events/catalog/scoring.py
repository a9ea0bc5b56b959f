"""Facts about scores and intent."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class LeadScored(Event, context="scoring"):
    """A contact's score changed. Scores are 0-100 with two decimals; contributors are {factor, points}."""

    contact_id: UUID
    score: Decimal
    grade: str
    previous_score: Decimal | None
    top_contributors: list[dict[str, Any]]
    intent_score: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ScoreThresholdCrossed(Event, context="scoring"):
    """A score passed a threshold, `direction` up or down."""

    contact_id: UUID
    threshold: int
    direction: str
    score: Decimal


@dataclass(frozen=True, kw_only=True)
class IntentSignalDetected(Event, context="scoring"):
    """A contact showed intent at `detected_at`. `weight` (0-1) is that of the signal before it decays."""

    contact_id: UUID
    signal_type: str
    weight: Decimal
    source: str
    signal_id: UUID | None = None
    detected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SignalAlertCreated(Event, context="scoring"):
    """Somebody must act on a signal before `deadline`."""

    contact_id: UUID
    priority: str
    deadline: datetime
    signal_type: str


@dataclass(frozen=True, kw_only=True)
class SignalAlertAcknowledged(Event, context="scoring"):
    """Somebody acknowledged an alert, unless the fact is withdrawn: then it is open again.

    `answered_with` is how they contacted the lead, such as `call`; empty if they did not.
    """

    contact_id: UUID
    alert_id: UUID
    signal_type: str
    answered_with: str = ""
    is_withdrawn: bool = False
