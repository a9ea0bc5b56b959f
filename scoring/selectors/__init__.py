"""Reads of scoring."""

from scoring.selectors.alerts import (
    AlertGroup,
    AlertsFilter,
    ALERT_STATES,
    ALERT_TABS,
    alert_counts,
    alert_policies,
    alert_seen_by,
    alerts_by_lead,
    alerts_of_lead,
    alerts_seen_by,
    changes_of,
    waiting_alerts,
)
from scoring.selectors.alerts_delays import alert_delays
from scoring.selectors.contacts import contact_named, require_contact, score_of, scored_among
from scoring.selectors.explanation import Raise, Reason, ScoreExplanation, explain
from scoring.selectors.fields import fields
from scoring.selectors.history import history_between, score_history, sparklines
from scoring.selectors.leaderboard import Place, labels_of, leaderboard, ranked
from scoring.selectors.overview import GradeCount, LeadsByFactor, grade_counts, leads_by_factor
from scoring.selectors.preview import preview
from scoring.selectors.recalculations import latest_recalculation, silent_recalculation
from scoring.selectors.rules import detector
from scoring.selectors.signal_types import signal_types
from scoring.selectors.settings import scoring_settings, thresholds
from scoring.selectors.signals import SignalView, shown, signal_counts, signals_of
from scoring.selectors.stale import stale_contacts
from scoring.selectors.versions import model_reads, version_in_force, versions
from scoring.selectors.warnings import FactorWarning, model_warnings

__all__ = [
    "ALERT_STATES",
    "ALERT_TABS",
    "AlertGroup",
    "AlertsFilter",
    "FactorWarning",
    "GradeCount",
    "LeadsByFactor",
    "Place",
    "Raise",
    "Reason",
    "ScoreExplanation",
    "SignalView",
    "alert_counts",
    "alert_delays",
    "alert_policies",
    "alert_seen_by",
    "alerts_by_lead",
    "alerts_of_lead",
    "alerts_seen_by",
    "changes_of",
    "contact_named",
    "detector",
    "explain",
    "fields",
    "grade_counts",
    "history_between",
    "labels_of",
    "latest_recalculation",
    "leaderboard",
    "leads_by_factor",
    "model_reads",
    "model_warnings",
    "preview",
    "ranked",
    "require_contact",
    "score_history",
    "score_of",
    "scored_among",
    "scoring_settings",
    "shown",
    "silent_recalculation",
    "signal_counts",
    "signal_types",
    "signals_of",
    "sparklines",
    "stale_contacts",
    "thresholds",
    "version_in_force",
    "versions",
    "waiting_alerts",
]
