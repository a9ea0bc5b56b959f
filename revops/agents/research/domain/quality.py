"""The quality of an insight: relevance, freshness and uniqueness, each computed."""

from dataclasses import dataclass
from datetime import datetime

from revops.agents.research.domain.kinds import KINDS, InsightType

KEPT_FROM = 0.7
UNDATED = 0.6
"""Freshness of news without a date: the page was found today, its news may be older."""
READ_TODAY = 0.9
"""Freshness of a state that a page without a date describes on the day on which it is read."""
ELSEWHERE = 0.9
"""Share of relevance left if another site tells it than the company's own."""
VAGUE = 0.85
"""Share of relevance left if a claim has neither a number nor a name of its own."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The three parts, each 0-1."""

    relevance: float
    freshness: float
    uniqueness: float

    @property
    def value(self) -> float:
        """Return the cube root of the product, so that three parts of 0.7 make 0.7."""
        return float((self.relevance * self.freshness * self.uniqueness) ** (1 / 3))

    @property
    def is_kept(self) -> bool:
        """Return whether the insight is good enough. Rounded, since the root of 0.343 is not exactly 0.7."""
        return round(self.value, 6) >= KEPT_FROM


def relevance(kind: InsightType, *, is_own_site: bool, is_specific: bool) -> float:
    """Return how much an insight helps a seller: the weight of its type, less if told elsewhere or vague."""
    found = KINDS[kind].weight
    return found * (1 if is_own_site else ELSEWHERE) * (1 if is_specific else VAGUE)


def freshness(kind: InsightType, *, dated: datetime | None, read_at: datetime, now: datetime) -> float:
    """Return how fresh an insight is: it halves with each half-life of its type.

    Args:
        kind: the type of insight.
        dated: when the source was published, None if it has no date.
        read_at: when the page was read.
        now: the time to value it at.
    """
    start = 1.0
    if dated is None:
        start = READ_TODAY if KINDS[kind].is_lasting else UNDATED
    age = now - (dated or read_at)
    days = max(age.total_seconds() / 86_400, 0.0)
    return float(start * 0.5 ** (days / KINDS[kind].half_life))
