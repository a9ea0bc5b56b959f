"""Jobs of journeys."""

from uuid import UUID

from mauntic.broker.queues import BULK
from mauntic.journeys import jobs
from mauntic.journeys.services.moving import continue_move, resume_moves

HOUR_MS = 3_600_000


@jobs.MOVE.actor(queue=BULK, time_limit=HOUR_MS)
def move(move_id: str) -> None:
    """Move people to the current version, from where a lost worker stopped."""
    continue_move(move_id=UUID(move_id))


@jobs.RESUME_MOVES.actor()
def resume() -> None:
    """Go on with moves whose worker is silent."""
    resume_moves()
