"""Rows of scoring."""

from scoring.models.alerts import AlertChange, AlertPolicy, SignalAlert, SignalAlertQuerySet
from scoring.models.learning import Outcome, OutcomeKind, RunState, ShadowScore, TrainingRun
from scoring.models.model import ModelFactor, ModelKind, ModelState, ModelVersion
from scoring.models.recalculation import Recalculation
from scoring.models.rules import DetectionRule, DetectsBy
from scoring.models.scores import LeadScore, ScoreHistory
from scoring.models.settings import ScoringSettings
from scoring.models.signals import IntentSignal, IntentSignalQuerySet, SignalType

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
