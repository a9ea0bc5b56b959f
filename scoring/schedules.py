"""The schedules of all topics."""

from scoring.alerts import schedules as alerts
from scoring.learning import schedules as learning
from scoring.recalculation import schedules as recalculation
from scoring.scores import schedules as scores
from scoring.signals import schedules as signals

__all__ = ["alerts", "learning", "recalculation", "scores", "signals"]
