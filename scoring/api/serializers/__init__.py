"""Shapes of the REST contract."""

from scoring.api.serializers.alerts import AcknowledgeRequest, AlertShape, AlertsQuery
from scoring.api.serializers.config import ConfigRequest, FactorShape, MessageAnswer
from scoring.api.serializers.scores import (
    HistoryQuery,
    HistoryShape,
    LeaderboardQuery,
    RecalculateAnswer,
    RecalculateRequest,
    ScoreShape,
)
from scoring.api.serializers.signals import (
    SignalRequest,
    SignalShape,
    SignalsQuery,
    SignalTypeRequest,
    SignalTypeShape,
)

__all__ = [
    "AcknowledgeRequest",
    "AlertShape",
    "AlertsQuery",
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
    "SignalTypeRequest",
    "SignalTypeShape",
    "SignalsQuery",
]
