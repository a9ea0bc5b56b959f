"""Pages of scoring, a module per screen."""

from scoring.views.leaderboard import leaderboard
from scoring.views.settings import roll_back, settings

__all__ = ["leaderboard", "roll_back", "settings"]
