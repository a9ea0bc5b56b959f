"""The jobs of scoring, by topic."""

from scoring.alerts import actors as alerts
from scoring.learning import actors as learning
from scoring.recalculation import actors as recalculation
from scoring.scores import actors as scores
from scoring.signals import actors as signals

__all__ = ["alerts", "learning", "recalculation", "scores", "signals"]
