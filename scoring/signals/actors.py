"""Jobs of signals."""

from mauntic.broker.queues import SCORING
from scoring import jobs
from scoring.signals import services

HOUR_MS = 3_600_000


@jobs.DELETE_OLD_SIGNALS.actor(queue=SCORING, time_limit=HOUR_MS)
def delete_old_signals() -> None:
    """Delete signals that expired long ago."""
    services.delete_old_signals()
