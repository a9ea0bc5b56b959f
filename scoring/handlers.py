"""The receivers of scoring, by topic."""

# The order of the receivers of an event: alerts first, since people wait for them, and scores before
# detection, so that each new lead has a score.
# isort: off
from scoring.alerts import handlers as alerts
from scoring.scores import handlers as scores
from scoring.detection import handlers as detection
from scoring.learning import handlers as learning
# isort: on

__all__ = ["alerts", "detection", "learning", "scores"]
