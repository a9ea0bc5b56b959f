"""Rows of scoring."""

from scoring.alerts.models import AlertChange, AlertPolicy, MutedType, SignalAlert, SignalAlertQuerySet
from scoring.detection.models import DetectionRule, DetectsBy
from scoring.learning.models import Outcome, OutcomeKind, RunState, ShadowScore, TrainingRun
from scoring.model.models import ModelFactor, ModelKind, ModelState, ModelVersion
from scoring.recalculation.models import Recalculation
from scoring.scores.models import LeadScore, ScoreHistory
from scoring.signals.models import IntentSignal, IntentSignalQuerySet, SignalType
from scoring.thresholds.models import ScoringSettings

__all__ = [
    "AlertChange",
    "AlertPolicy",
    "DetectionRule",
    "DetectsBy",
    "IntentSignal",
    "IntentSignalQuerySet",
    "LeadScore",
    "ModelFactor",
    "ModelKind",
    "ModelState",
    "ModelVersion",
    "MutedType",
    "Outcome",
    "OutcomeKind",
    "Recalculation",
    "RunState",
    "ScoreHistory",
    "ScoringSettings",
    "ShadowScore",
    "SignalAlert",
    "SignalAlertQuerySet",
    "SignalType",
    "TrainingRun",
]
