"""The rows of scoring for admins, by topic."""

from scoring.alerts import admin as alerts
from scoring.detection import admin as detection
from scoring.learning import admin as learning
from scoring.model import admin as model
from scoring.recalculation import admin as recalculation
from scoring.scores import admin as scores
from scoring.signals import admin as signals
from scoring.thresholds import admin as thresholds

__all__ = ["alerts", "detection", "learning", "model", "recalculation", "scores", "signals", "thresholds"]
