"""Facts about journeys."""

from dataclasses import dataclass
from uuid import UUID

from mauntic.events.catalog.base import Event


@dataclass(frozen=True, kw_only=True)
class StepExecuted(Event, context="journey"):
    """A contact went through a step of a journey, with this outcome."""

    journey_id: UUID
    contact_id: UUID
    step_id: UUID
    outcome: str
