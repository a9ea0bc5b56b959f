"""Data quality of a lead: completeness, accuracy, freshness, and what would raise it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import Value
from mauntic.kernel.normalize import clean_email

COUNTED = (Field.EMAIL, Field.FIRST_NAME, Field.LAST_NAME, Field.PHONE, Field.COMPANY, Field.TITLE)
WEIGHT_COMPLETENESS, WEIGHT_ACCURACY, WEIGHT_FRESHNESS = 0.4, 0.3, 0.3
ACCURACY_WITHOUT_EMAIL = 0.5
STALE_AFTER_DAYS = 90
DAY = timedelta(days=1)
LEAST_GAIN = 0.005
DIGITS = 3


class Action(StrEnum):
    """What a person can do to raise the quality of a lead."""

    FILL_IN = "fill_in"
    CORRECT_EMAIL = "correct_email"
    ENRICH = "enrich"


@dataclass(frozen=True, slots=True)
class Advice:
    """An action, with the gain in overall quality (0-1) and the field to fill in."""

    action: Action
    gain: float
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """Ratios from 0 to 1; `advice` has the largest gain first."""

    completeness: float
    accuracy: float
    freshness: float
    overall: float
    missing: tuple[Field, ...]
    advice: tuple[Advice, ...]


def assess(*, values: Mapping[Field, Value], enriched_at: datetime | None, now: datetime) -> Quality:
    """Assess the quality of a lead.

    Args:
        values: the non-empty fields.
        enriched_at: the time of the last enrichment; None if the lead was never enriched.
    """
    missing = tuple(field for field in COUNTED if not values.get(field))
    completeness = 1 - len(missing) / len(COUNTED)
    email = values.get(Field.EMAIL)
    accuracy = 1.0 if isinstance(email, str) and clean_email(email) else ACCURACY_WITHOUT_EMAIL
    days = STALE_AFTER_DAYS if enriched_at is None else (now - enriched_at) / DAY
    freshness = min(1.0, max(0.0, 1 - days / STALE_AFTER_DAYS))
    overall = WEIGHT_COMPLETENESS * completeness + WEIGHT_ACCURACY * accuracy + WEIGHT_FRESHNESS * freshness
    return Quality(
        round(completeness, DIGITS),
        accuracy,
        round(freshness, DIGITS),
        round(overall, DIGITS),
        missing,
        _advice(missing, accuracy, freshness),
    )


def _advice(missing: tuple[Field, ...], accuracy: float, freshness: float) -> tuple[Advice, ...]:
    # A missing email address raises completeness and accuracy. It is one advice with both gains.
    gains = [
        Advice(Action.FILL_IN, WEIGHT_COMPLETENESS / len(COUNTED), field)
        for field in missing
        if field is not Field.EMAIL
    ]
    if accuracy < 1:
        gain = WEIGHT_ACCURACY * (1 - accuracy)
        if Field.EMAIL in missing:
            gains.append(Advice(Action.FILL_IN, gain + WEIGHT_COMPLETENESS / len(COUNTED), Field.EMAIL))
        else:
            gains.append(Advice(Action.CORRECT_EMAIL, gain))
    gains.append(Advice(Action.ENRICH, WEIGHT_FRESHNESS * (1 - freshness)))
    worth = [replace(each, gain=round(each.gain, DIGITS)) for each in gains if each.gain > LEAST_GAIN]
    return tuple(sorted(worth, key=lambda each: -each.gain))
