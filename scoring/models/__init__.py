"""Rows of scoring."""

from scoring.models.model import ModelFactor, ModelVersion
from scoring.models.scores import LeadScore, ScoreHistory
from scoring.models.signals import IntentSignal, IntentSignalQuerySet, SignalType

__all__ = [
    "IntentSignal",
    "IntentSignalQuerySet",
    "LeadScore",
    "ModelFactor",
    "ModelVersion",
    "ScoreHistory",
    "SignalType",
]
