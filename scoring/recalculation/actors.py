"""Jobs that score all contacts after a change of the model."""

from uuid import UUID

from mauntic.broker.queues import SCORING
from scoring import jobs
from scoring.recalculation.services import recalculate as services

HOUR_MS = 3_600_000


@jobs.RECALCULATE.actor(queue=SCORING, time_limit=HOUR_MS)
def recalculate(recalculation_id: str) -> None:
    """Score all contacts, from where a dead worker stopped."""
    services.continue_recalculation(recalculation_id=UUID(recalculation_id))


@jobs.RESUME_RECALCULATION.actor(queue=SCORING)
def resume_recalculation() -> None:
    """Restart a recalculation whose worker is silent."""
    services.resume_recalculation()
