"""Shapes of the REST contract."""

from scoring.api.serializers.alerts import AcknowledgeRequest, AlertShape, AlertsQuery
from scoring.api.serializers.config import ConfigAnswer, ConfigRequest, FactorShape, MessageAnswer
from scoring.api.serializers.preview import PreviewAnswer
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
    "ConfigAnswer",
    "ConfigRequest",
    "FactorShape",
    "HistoryQuery",
    "HistoryShape",
    "LeaderboardQuery",
    "MessageAnswer",
    "PreviewAnswer",
    "RecalculateAnswer",
    "RecalculateRequest",
    "ScoreShape",
    "SignalRequest",
    "SignalShape",
    "SignalTypeRequest",
    "SignalTypeShape",
    "SignalsQuery",
]
