"""Reads of scoring."""

from scoring.selectors.explanation import Raise, Reason, ScoreExplanation, explain
from scoring.selectors.history import score_history, sparklines
from scoring.selectors.leaderboard import Place, leaderboard, ranked
from scoring.selectors.signals import SignalView, signal_counts, signals_of
from scoring.selectors.stale import stale_contacts
from scoring.selectors.versions import model_reads, version_in_force, versions

__all__ = [
    "Place",
    "Raise",
    "Reason",
    "ScoreExplanation",
    "SignalView",
    "explain",
    "leaderboard",
    "model_reads",
    "ranked",
    "score_history",
    "signal_counts",
    "signals_of",
    "sparklines",
    "stale_contacts",
    "version_in_force",
    "versions",
]
