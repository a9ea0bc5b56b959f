"""Shapes of the REST contract."""

from scoring.api.serializers.config import ConfigRequest, FactorShape, MessageAnswer
from scoring.api.serializers.scores import (
    HistoryQuery,
    HistoryShape,
    LeaderboardQuery,
    RecalculateAnswer,
    RecalculateRequest,
    ScoreShape,
)
from scoring.api.serializers.signals import SignalRequest, SignalShape, SignalsQuery

__all__ = [
    "ConfigRequest",
    "FactorShape",
    "HistoryQuery",
    "HistoryShape",
    "LeaderboardQuery",
    "MessageAnswer",
    "RecalculateAnswer",
    "RecalculateRequest",
    "ScoreShape",
    "SignalRequest",
    "SignalShape",
    "SignalsQuery",
]
