"""Rows of scoring."""

from scoring.models.learning import Outcome, OutcomeKind, RunState, ShadowScore, TrainingRun
from scoring.models.alerts import AlertChange, AlertPolicy, SignalAlert, SignalAlertQuerySet
from scoring.models.model import ModelFactor, ModelVersion
from scoring.models.rules import DetectionRule, DetectsBy
from scoring.models.scores import LeadScore, ScoreHistory
from scoring.models.signals import IntentSignal, IntentSignalQuerySet, SignalType

__all__ = [
    "DetectionRule",
    "DetectsBy",
    "AlertChange",
    "AlertPolicy",
    "IntentSignal",
    "IntentSignalQuerySet",
    "LeadScore",
    "ModelFactor",
    "ModelVersion",
    "Outcome",
    "OutcomeKind",
    "RunState",
    "ScoreHistory",
    "ShadowScore",
    "SignalAlert",
    "SignalAlertQuerySet",
    "SignalType",
    "TrainingRun",
]
