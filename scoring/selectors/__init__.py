"""Reads of scoring."""

from scoring.selectors.contacts import contact_named, require_contact, score_of
from scoring.selectors.explanation import Raise, Reason, ScoreExplanation, explain
from scoring.selectors.history import history_between, score_history, sparklines
from scoring.selectors.leaderboard import Place, labels_of, leaderboard, ranked
from scoring.selectors.overview import GradeCount, LeadsByFactor, grade_counts, leads_by_factor
from scoring.selectors.signals import SignalView, shown, signal_counts, signals_of
from scoring.selectors.stale import stale_contacts
from scoring.selectors.versions import model_reads, version_in_force, versions

__all__ = [
    "GradeCount",
    "LeadsByFactor",
    "Place",
    "Raise",
    "Reason",
    "ScoreExplanation",
    "SignalView",
    "contact_named",
    "explain",
    "grade_counts",
    "history_between",
    "labels_of",
    "leaderboard",
    "leads_by_factor",
    "model_reads",
    "ranked",
    "require_contact",
    "score_history",
    "score_of",
    "shown",
    "signal_counts",
    "signals_of",
    "sparklines",
    "stale_contacts",
    "version_in_force",
    "versions",
]
