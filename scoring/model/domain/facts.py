"""Facts that are computed from the signals of a contact."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from scoring.signals.domain.rounding import rounded
from scoring.signals.domain.strength import Signal, Strength, intent_score

SIGNALS, STRENGTH = "signals.", ".strength"
INTENT_SCORE, SIGNALS_7D = "signals.intent_score", "signals.count_7d"
RECENT = timedelta(days=7)


def strength_of(type_: str) -> str:
    """Return the field of the part left (0-1, two decimals) of the strongest signal of a type."""
    return f"{SIGNALS}{type_}{STRENGTH}"


def facts_of(signals: Iterable[Signal], active: Mapping[str, Strength], now: datetime) -> dict[str, Any]:
    """Return facts by field: the part left of each type, the intent score, and recent signals."""
    left: dict[str, Any] = {strength_of(type_): rounded(each.left) for type_, each in active.items()}
    recent = [signal for signal in signals if now - RECENT <= signal.detected_at <= now]
    return left | {INTENT_SCORE: intent_score(active.values()), SIGNALS_7D: len(recent)}


def signal_type_of(key: str) -> str:
    """Return the signal type of a field of strength; empty for other fields."""
    if key.startswith(SIGNALS) and key.endswith(STRENGTH):
        return key[len(SIGNALS) : -len(STRENGTH)]
    return ""
