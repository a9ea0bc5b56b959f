"""Reads of scoring."""

from scoring.selectors.alerts import (
    ALERT_STATES,
    ALERT_TABS,
    ALERTS_SHOWN,
    AlertGroup,
    AlertsFilter,
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
from scoring.selectors.contacts import (
    contact_named,
    more_contacts_than,
    require_contact,
    score_of,
    scored_among,
)
from scoring.selectors.distribution import distribution, score_days
from scoring.selectors.explanation import Raise, Reason, ScoreExplanation, explain
from scoring.selectors.fields import fields
from scoring.selectors.history import history_between, score_history, sparklines
from scoring.selectors.leaderboard import Place, Wanted, labels_of, leaderboard, ranked
from scoring.selectors.lift import factor_lifts
from scoring.selectors.overview import GradeCount, LeadsByFactor, grade_counts, leads_by_factor
from scoring.selectors.preview import preview
from scoring.selectors.recalculations import latest_recalculation, silent_recalculation
from scoring.selectors.rule_matches import Matches, matches_of
from scoring.selectors.rules import detector
from scoring.selectors.settings import scoring_settings, thresholds
from scoring.selectors.signal_types import (
    Volume,
    promises,
    signal_types,
    type_with_rules,
    types_with_rules,
    volumes,
)
from scoring.selectors.signals import SignalView, shown, signal_counts, signals_of
from scoring.selectors.stale import stale_contacts
from scoring.selectors.version_changes import (
    VersionChange,
    changes_between,
    publications,
    version_changes,
    version_numbered,
)
from scoring.selectors.versions import model_reads, version_in_force, versions
from scoring.selectors.warnings import FactorWarning, model_warnings

__all__ = [
    "ALERTS_SHOWN",
    "ALERT_STATES",
    "ALERT_TABS",
    "AlertGroup",
    "AlertsFilter",
    "FactorWarning",
    "GradeCount",
    "LeadsByFactor",
    "Matches",
    "Place",
    "Raise",
    "Reason",
    "ScoreExplanation",
    "SignalView",
    "VersionChange",
    "Volume",
    "Wanted",
    "alert_counts",
    "alert_delays",
    "alert_policies",
    "alert_seen_by",
    "alerts_by_lead",
    "alerts_of_lead",
    "alerts_seen_by",
    "changes_between",
    "changes_of",
    "contact_named",
    "detector",
    "distribution",
    "explain",
    "factor_lifts",
    "fields",
    "grade_counts",
    "history_between",
    "labels_of",
    "latest_recalculation",
    "leaderboard",
    "leads_by_factor",
    "matches_of",
    "model_reads",
    "model_warnings",
    "more_contacts_than",
    "preview",
    "promises",
    "publications",
    "ranked",
    "require_contact",
    "score_days",
    "score_history",
    "score_of",
    "scored_among",
    "scoring_settings",
    "shown",
    "signal_counts",
    "signal_types",
    "signals_of",
    "silent_recalculation",
    "sparklines",
    "stale_contacts",
    "thresholds",
    "type_with_rules",
    "types_with_rules",
    "version_changes",
    "version_in_force",
    "version_numbered",
    "versions",
    "volumes",
    "waiting_alerts",
]
