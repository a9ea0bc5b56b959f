"""Writes of scoring: scores, signals, and the model."""

from scoring.services.detect import detect_in_downloads, detect_in_forms, detect_in_visits
from scoring.services.model import FactorChange, publish_version, set_factors
from scoring.services.outcomes import record_outcomes, record_stages
from scoring.services.rescore import Rescored, rescore
from scoring.services.signals import Detected, record_signals

__all__ = [
    "Detected",
    "FactorChange",
    "Rescored",
    "detect_in_downloads",
    "detect_in_forms",
    "detect_in_visits",
    "publish_version",
    "record_outcomes",
    "record_signals",
    "record_stages",
    "rescore",
    "set_factors",
]
