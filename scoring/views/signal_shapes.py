"""What the signal pages show of a type: curve, rules in words, volume, promise."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import selectors
from scoring.domain.rule_words import sentence
from scoring.domain.signals import DecayModel, curve
from scoring.models import AlertPolicy, SignalType

SMALL = (72, 20)
LARGE = (320, 120)
HOURS_PER_DAY = 24
MINUTES_PER_HOUR = 60
PADDING = 2


@dataclass(frozen=True, slots=True)
class TypeShown:
    """A type of signal with all that one row of the list says."""

    type: SignalType
    curve: str
    life: str
    rules: Sequence[str]
    volume: selectors.Volume
    promise: str


def shown(row: SignalType, volume: selectors.Volume, promise: AlertPolicy | None) -> TypeShown:
    """The type as one row of the list."""
    rules = [sentence(each.rule()) for each in row.rules.all() if each.enabled]
    return TypeShown(row, fading_line(row, SMALL), life(row), rules, volume, promised(promise))


def fading_line(row: SignalType, size: tuple[int, int]) -> str:
    """The points of an SVG polyline from fresh at the left to nothing at the right."""
    width, height = size
    left = curve(DecayModel(row.decay_model))
    step = (width - 2 * PADDING) / (len(left) - 1)
    drawn = height - 2 * PADDING
    return " ".join(
        f"{PADDING + place * step:.1f},{PADDING + (1 - part) * drawn:.1f}" for place, part in enumerate(left)
    )


def life(row: SignalType) -> str:
    """How long a signal lives: `36 h`, and whole days from two days on: `7 d`."""
    days, rest = divmod(row.decay_hours, HOURS_PER_DAY)
    return f"{days} d" if days > 1 and not rest else f"{row.decay_hours} h"


def promised(policy: AlertPolicy | None) -> str:
    """Within what time its alerts are to be answered: `4 h`, `90 min`; empty when it makes none."""
    if policy is None or not policy.enabled:
        return ""
    hours, rest = divmod(policy.minutes, MINUTES_PER_HOUR)
    return f"{policy.minutes} min" if rest else f"{hours} h"
