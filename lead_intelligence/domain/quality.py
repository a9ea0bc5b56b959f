"""Data quality of a lead: how complete, how accurate and how fresh, and what would raise it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from lead_intelligence.domain.answers import Value
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.values import LABELS
from mauntic.kernel.normalize import clean_email

COUNTED = (Field.EMAIL, Field.FIRST_NAME, Field.LAST_NAME, Field.PHONE, Field.COMPANY, Field.TITLE)
WEIGHT_COMPLETENESS, WEIGHT_ACCURACY, WEIGHT_FRESHNESS = 0.4, 0.3, 0.3
ACCURACY_WITHOUT_EMAIL = 0.5
STALE_AFTER_DAYS = 90
DAY = timedelta(days=1)
WORTH_SAYING = 0.005
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person can do, and by how much it raises the overall quality."""

    action: str
    gain: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Ratios from 0 to 1; `advice` is what helps most first."""

    completeness: float
    accuracy: float
    freshness: float
    overall: float
    missing: tuple[Field, ...]
    advice: tuple[Advice, ...]


def assess(*, values: Mapping[Field, Value], enriched_at: datetime | None, now: datetime) -> Quality:
    """Quality of a lead with these (non-empty) values, last enriched at that time or never (None)."""
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
    # A missing address is told once, with all that it brings.
    gains = [
        Advice(f"Fill in: {LABELS[field].lower()}", WEIGHT_COMPLETENESS / len(COUNTED))
        for field in missing
        if field is not Field.EMAIL
    ]
    if accuracy < 1:
        gain = WEIGHT_ACCURACY * (1 - accuracy)
        if Field.EMAIL in missing:
            gains.append(Advice("Fill in: e-mail", gain + WEIGHT_COMPLETENESS / len(COUNTED)))
        else:
            gains.append(Advice("Correct the e-mail address", gain))
    gains.append(Advice("Enrich again", WEIGHT_FRESHNESS * (1 - freshness)))
    worth = [Advice(each.action, round(each.gain, DIGITS)) for each in gains if each.gain > WORTH_SAYING]
    return tuple(sorted(worth, key=lambda each: -each.gain))
