"""Pages of scoring, a module per screen."""

from scoring.views.alerts import alert, alert_delays, alert_policies, alerts
from scoring.views.alerts_moves import acknowledge, escalate, reassign, snooze, undo
from scoring.views.leaderboard import leaderboard
from scoring.views.learning import discard, learning, promote, train
from scoring.views.settings import roll_back, settings

__all__ = [
    "acknowledge",
    "alert",
    "alert_delays",
    "alert_policies",
    "alerts",
    "discard",
    "escalate",
    "leaderboard",
    "learning",
    "promote",
    "reassign",
    "roll_back",
    "settings",
    "snooze",
    "train",
    "undo",
]
