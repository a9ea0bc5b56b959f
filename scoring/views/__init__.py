"""Pages of scoring, a module per screen."""

from scoring.views.alerts import alert, alert_delays, alert_policies, alerts
from scoring.views.alerts_moves import acknowledge, escalate, reassign, snooze, undo
from scoring.views.distribution import distribution
from scoring.views.leaderboard import leaderboard
from scoring.views.learning import discard, learning, promote, train
from scoring.views.preview import draft, preview
from scoring.views.settings import matches, recalculation, settings
from scoring.views.signals import restore_signal, signal_rule, signal_type, signals
from scoring.views.versions import roll_back

__all__ = [
    "acknowledge",
    "alert",
    "alert_delays",
    "alert_policies",
    "alerts",
    "discard",
    "distribution",
    "draft",
    "escalate",
    "leaderboard",
    "learning",
    "matches",
    "preview",
    "promote",
    "reassign",
    "recalculation",
    "restore_signal",
    "roll_back",
    "settings",
    "signal_rule",
    "signal_type",
    "signals",
    "snooze",
    "train",
    "undo",
]
