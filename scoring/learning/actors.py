"""Jobs of trainings and of the version in shadow."""

from uuid import UUID

from mauntic.broker.queues import SCORING
from scoring import jobs
from scoring.learning.services import shadow, training

HOUR_MS = 3_600_000


@jobs.TRAIN_MODEL.actor(queue=SCORING, time_limit=HOUR_MS, max_retries=0)
def train_model(run_id: str) -> None:
    """Train a model with the outcomes so far."""
    training.train(run_id=UUID(run_id))


@jobs.SCORE_SHADOW.actor(queue=SCORING, time_limit=HOUR_MS)
def score_shadow() -> None:
    """Score all contacts with the version in shadow, for comparison with outcomes."""
    shadow.score_shadow()
