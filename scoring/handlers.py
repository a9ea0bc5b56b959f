"""The receivers of scoring, by topic."""

# Receivers are told in this order: an alert is what somebody waits for, and a lead has a score from its first
# day on, whatever else it is looked at for.
# isort: off
from scoring.alerts import handlers as alerts
from scoring.scores import handlers as scores
from scoring.detection import handlers as detection
from scoring.learning import handlers as learning
# isort: on

__all__ = ["alerts", "detection", "learning", "scores"]
