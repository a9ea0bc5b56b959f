"""Writes of scoring: scores, signals, and the model."""

from scoring.services.alerts import raise_alerts
from scoring.services.alerts_expiry import expire_alerts, free_alerts_of_the_gone
from scoring.services.alerts_moves import (
    Moved,
    acknowledge_alerts,
    acknowledge_touched,
    escalate_alerts,
    reassign_alerts,
    snooze_alerts,
    undo_alert_changes,
)
from scoring.services.alerts_policy import PromiseChange, set_alert_policies
from scoring.services.clean_up import delete_old_signals
from scoring.services.detect import (
    Happening,
    detect,
    detect_in_events,
    detect_in_visits,
    detect_referrals,
)
from scoring.services.factors import FactorSpec
from scoring.services.model import (
    FactorChange,
    proposed_model,
    publish_version,
    put_in_force,
    set_factors,
    store_version,
)
from scoring.services.outcomes import record_outcomes, record_stages
from scoring.services.recalculate import (
    continue_recalculation,
    resume_recalculation,
    start_recalculation,
)
from scoring.services.rescore import Rescored, rescore
from scoring.services.rules import check_rule, remove_rule, set_rule
from scoring.services.settings import change_settings
from scoring.services.signal_types import SignalTypeChange, change_signal_type, restore_signal_type
from scoring.services.signals import Detected, record_signals
from scoring.services.withdraw import withdraw_evidence

__all__ = [
    "Detected",
    "FactorChange",
    "FactorSpec",
    "Happening",
    "Moved",
    "PromiseChange",
    "Rescored",
    "SignalTypeChange",
    "acknowledge_alerts",
    "acknowledge_touched",
    "change_settings",
    "change_signal_type",
    "check_rule",
    "continue_recalculation",
    "delete_old_signals",
    "detect",
    "detect_in_events",
    "detect_in_visits",
    "detect_referrals",
    "escalate_alerts",
    "expire_alerts",
    "free_alerts_of_the_gone",
    "proposed_model",
    "publish_version",
    "put_in_force",
    "raise_alerts",
    "reassign_alerts",
    "record_outcomes",
    "record_signals",
    "record_stages",
    "remove_rule",
    "rescore",
    "restore_signal_type",
    "resume_recalculation",
    "set_alert_policies",
    "set_factors",
    "set_rule",
    "snooze_alerts",
    "start_recalculation",
    "store_version",
    "undo_alert_changes",
    "withdraw_evidence",
]
