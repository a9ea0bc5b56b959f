"""Facts about deals, prospects, sequences and research."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class DealCreated(Event, context="revops"):
    """A deal was created. `value` is in its currency. An imported deal may have no contact."""

    deal_id: UUID
    contact_id: UUID | None
    value: Decimal
    stage: str


@dataclass(frozen=True, kw_only=True)
class DealStageChanged(Event, context="revops"):
    """A deal moved between stages."""

    deal_id: UUID
    old_stage: str
    new_stage: str


@dataclass(frozen=True, kw_only=True)
class DealWon(Event, context="revops"):
    """A deal was won at `value` in its currency, unless the fact of `recorded_at` is withdrawn."""

    deal_id: UUID
    contact_id: UUID | None
    value: Decimal
    is_withdrawn: bool = False
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DealLost(Event, context="revops"):
    """A deal was lost, for a reason that a person gave, unless the fact of `recorded_at` is withdrawn."""

    deal_id: UUID
    contact_id: UUID | None
    reason: str
    is_withdrawn: bool = False
    recorded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MeetingPlanned(Event, context="revops"):
    """A meeting or demo with a contact was scheduled."""

    contact_id: UUID
    deal_id: UUID | None
    activity_id: UUID
    activity_type: str


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Event, context="revops"):
    """A meeting or demo with a contact was held and has an outcome, unless the fact is withdrawn."""

    contact_id: UUID
    deal_id: UUID | None
    activity_id: UUID
    activity_type: str
    held_at: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class ActivityCompleted(Event, context="revops"):
    """A call, email, meeting, task or note about a lead was completed, unless the fact is withdrawn."""

    contact_id: UUID
    deal_id: UUID | None
    activity_id: UUID
    activity_type: str
    subject: str
    outcome: str
    completed_at: datetime
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class ProspectQualified(Event, context="revops"):
    """A contact was compared with the ideal customer profile."""

    contact_id: UUID
    score: Decimal
    recommendation: str


@dataclass(frozen=True, kw_only=True)
class SequenceStepExecuted(Event, context="revops"):
    """A step of a sequence was done for a contact, with this outcome."""

    sequence_id: UUID
    contact_id: UUID
    step_type: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ResearchCompleted(Event, context="revops"):
    """Research about a contact was completed. `top_insight` is its most valuable finding."""

    contact_id: UUID
    insight_count: int
    top_insight: str
