"""The fading of signals, and the intent score."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from scoring.signals.domain.rounding import rounded

# The same type of the same contact within this time is one signal.
SAME_SIGNAL_WITHIN = timedelta(hours=1)
# The least part (0-1) of a signal that must be left for an alert when its contact becomes known.
WORTH_AN_ALERT = 0.25
# The least doubt, of a signal of weight 1: the logarithm of 0 is undefined.
LEAST_DOUBT = 1e-12


class DecayModel(StrEnum):
    LINEAR = "linear"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True, slots=True)
class Signal:
    """Weight (0-1), start and end of a signal. Without an end it never fades."""

    type: str
    weight: float
    detected_at: datetime
    expires_at: datetime | None
    decay_model: DecayModel


@dataclass(frozen=True, slots=True)
class Strength:
    """The current weight (0-1) of a signal, and the part of its weight that is left (0-1)."""

    current: float
    left: float


def fraction_left(signal: Signal, now: datetime) -> float:
    """Return the part of the weight that is left: 1 at detection, 0 from the expiry on.

    With t since detection and T the life: linear 1 - t/T, exponential exp(-3 t/T). A signal that is dated
    ahead of `now` (clocks differ) is fresh.
    """
    if signal.expires_at is None:
        return 1.0
    if now >= signal.expires_at:
        return 0.0
    elapsed = max((now - signal.detected_at).total_seconds(), 0.0)
    part = elapsed / (signal.expires_at - signal.detected_at).total_seconds()
    return _left(signal.decay_model, part)


def current_weight(signal: Signal, now: datetime) -> float:
    """Return the weight (0-1) after fading."""
    return signal.weight * fraction_left(signal, now)


def strongest(signals: Iterable[Signal], now: datetime) -> dict[str, Strength]:
    """Return the strongest active signal of each type."""
    found: dict[str, Strength] = {}
    for signal in signals:
        left = fraction_left(signal, now)
        strength = Strength(signal.weight * left, left)
        best = found.get(signal.type)
        if left > 0 and (best is None or (strength.current, left) > (best.current, best.left)):
            found[signal.type] = strength
    return found


def intent_score(strengths: Iterable[Strength]) -> Decimal:
    """Return the intent score, 0-100: 100 (1 - product of (1 - current weight)).

    Each type counts once, by its strongest active signal, and the types are independent evidence: one
    signal of weight 0.9 makes 90, a second one of 0.5 makes it 95, and no number of them passes 100.
    """
    doubt = sum(math.log(max(1 - strength.current, LEAST_DOUBT)) for strength in strengths)
    return rounded(100 * (1 - math.exp(doubt)))


def curve(decay_model: DecayModel, steps: int = 24) -> list[float]:
    """Return the part that is left (0-1) at even steps from detection to expiry, for charts."""
    return [*(_left(decay_model, step / steps) for step in range(steps)), 0.0]


def _left(decay_model: DecayModel, part: float) -> float:
    """Return the part that is left (0-1) after a part (0-1) of the life."""
    return math.exp(-3 * part) if decay_model is DecayModel.EXPONENTIAL else 1 - part
