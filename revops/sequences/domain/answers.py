"""Whether a lead who answered may be enrolled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

RECENT = timedelta(days=90)
"""Who replied in this time is not written to as if nothing had happened."""
NO = frozenset({"negative", "unsubscribe"})
"""The classes of replies after which no sequence writes to a lead any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of a lead.

    Args:
        at: when it arrived.
        label: its class.
        words: its class as people read it.
        is_open: whether it waits for an answer.
        is_here: whether it answered the sequence in which the lead shall be enrolled.
    """

    at: datetime
    label: str
    words: str
    is_open: bool
    is_here: bool


def refusing(answers: Iterable[Answer]) -> Answer | None:
    """Return the first answer after which the lead must not be enrolled: a no, or one to this sequence."""
    return next((each for each in answers if each.label in NO or each.is_here), None)


def doubtful(answers: Iterable[Answer], now: datetime) -> Answer | None:
    """Return the first answer after which a person decides: of the last 90 days, or not yet dealt with."""
    return next((each for each in answers if each.is_open or each.at > now - RECENT), None)
