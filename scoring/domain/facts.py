"""Facts that are worked out from a contact's signals."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from scoring.domain.rounding import rounded
from scoring.domain.signals import Signal, Strength, intent_score

SIGNALS, STRENGTH = "signals.", ".strength"
INTENT_SCORE, SIGNALS_7D = "signals.intent_score", "signals.count_7d"
RECENT = timedelta(days=7)


def strength_of(type_: str) -> str:
    """The field of what is left (0-1, two decimals) of a type's strongest signal; unknown without one."""
    return f"{SIGNALS}{type_}{STRENGTH}"


def facts_of(signals: Iterable[Signal], active: Mapping[str, Strength], now: datetime) -> dict[str, Any]:
    """Facts by field: what is left of each type, how sure we are of intent, how many signals came of late."""
    left: dict[str, Any] = {strength_of(type_): rounded(each.left) for type_, each in active.items()}
    of_late = [signal for signal in signals if now - RECENT <= signal.detected_at <= now]
    return left | {INTENT_SCORE: intent_score(active.values()), SIGNALS_7D: len(of_late)}


def signal_type_of(key: str) -> str:
    """The type of signal whose strength the field is about; empty for another field."""
    if key.startswith(SIGNALS) and key.endswith(STRENGTH):
        return key[len(SIGNALS) : -len(STRENGTH)]
    return ""
