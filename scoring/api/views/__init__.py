"""The endpoints: parse, call one service or selector, shape the answer."""

from scoring.api.views.alerts import AcknowledgeView, AlertsView
from scoring.api.views.config import ConfigView
from scoring.api.views.preview import PreviewView
from scoring.api.views.scores import HistoryView, LeaderboardView, RecalculateView, ScoreView
from scoring.api.views.signals import (
    SignalsOfContactView,
    SignalsView,
    SignalTypesView,
    SignalTypeView,
)

__all__ = [
    "AcknowledgeView",
    "AlertsView",
    "ConfigView",
    "HistoryView",
    "LeaderboardView",
    "PreviewView",
    "RecalculateView",
    "ScoreView",
    "SignalTypeView",
    "SignalTypesView",
    "SignalsOfContactView",
    "SignalsView",
]
