"""How a deal is doing: its score, the level, and each thing that speaks for or against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from revops.domain.health_facts import DealFacts
from revops.domain.health_rules import RULES, Finding
from revops.domain.health_settings import Weighed
from revops.domain.stages import Stage

BEST = 100
HEALTHY_FROM, AT_RISK_FROM = 70, 40
_NAMED_IN_SUMMARY = 2


class Level(StrEnum):
    """Healthy from 70 points on, at risk from 40, critical below."""

    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    CRITICAL = "critical"


class Impact(StrEnum):
    """Which way something pulls."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that was looked at: `weight` are the points that it took or added, 0 for a neutral one."""

    key: str
    label: str
    value: float | str | None
    impact: Impact
    weight: int
    reason: str
    is_known: bool = True

    def as_json(self) -> dict[str, Any]:
        """As it is stored and answered."""
        return {
            "key": self.key,
            "label": self.label,
            "value": self.value,
            "impact": self.impact.value,
            "weight": self.weight,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Health:
    """100 less what speaks against the deal, plus what speaks for it, kept within 0-100.

    `signals` are all that were looked at, those with the most points first. `ended` says in a sentence how a
    deal ended that is closed, and at which nothing is looked any more.
    """

    score: int
    signals: tuple[Signal, ...] = ()
    ended: str = ""

    @property
    def level(self) -> Level:
        """The score in a word."""
        if self.score >= HEALTHY_FROM:
            return Level.HEALTHY
        return Level.AT_RISK if self.score >= AT_RISK_FROM else Level.CRITICAL

    @property
    def flags(self) -> list[Signal]:
        """What speaks against the deal, the heaviest first, then what speaks for it."""
        return self._of(Impact.NEGATIVE) + self._of(Impact.POSITIVE)

    @property
    def warnings(self) -> list[Signal]:
        """What speaks against the deal, the heaviest first."""
        return self._of(Impact.NEGATIVE)

    @property
    def confidence(self) -> float:
        """The share (0-1) of what was looked at whose facts are known, such as a close date or a committee.

        1 where there was nothing to look at: a closed deal is what it is.
        """
        if not self.signals:
            return 1.0
        return round(sum(signal.is_known for signal in self.signals) / len(self.signals), 2)

    @property
    def summary(self) -> str:
        """One sentence: `At risk (55 of 100): No activity for 23 days. ...`."""
        if self.ended:
            return self.ended
        word = self.level.value.replace("_", " ").capitalize()
        named = " ".join(signal.reason for signal in self.flags[:_NAMED_IN_SUMMARY])
        return f"{word} ({self.score} of {BEST}): {named or 'nothing speaks against it.'}"

    def has(self, *keys: str) -> bool:
        """Whether one of these warnings speaks against the deal."""
        return any(signal.key in keys for signal in self.warnings)

    def _of(self, impact: Impact) -> list[Signal]:
        return [signal for signal in self.signals if signal.impact is impact]


def assess(facts: DealFacts, settings: Mapping[str, Weighed], now: datetime) -> Health:
    """The health of a deal at `now`. What is switched off in `settings` is not looked at.

    A closed deal is not looked at: won it has all points, lost none.
    """
    if facts.is_closed:
        is_won = facts.stage is Stage.CLOSED_WON
        return Health(BEST, ended="The deal is won.") if is_won else Health(0, ended="The deal is lost.")
    signals = [
        _signal(setting, RULES[setting.key](facts, float(setting.limit or 0), now))
        for setting in settings.values()
        if setting.enabled
    ]
    pulled = sum(_signed(signal) for signal in signals)
    # The sort is stable: among equals the order of the settings holds.
    signals.sort(key=lambda signal: -signal.weight)
    return Health(min(max(BEST + pulled, 0), BEST), tuple(signals))


def _signal(setting: Weighed, found: Finding) -> Signal:
    weight = round(setting.weight * found.severity)
    impact = Impact.NEUTRAL
    if found.severity and weight:
        impact = Impact.POSITIVE if setting.is_strength else Impact.NEGATIVE
    return Signal(
        key=setting.key,
        label=setting.label,
        value=found.value,
        impact=impact,
        weight=weight,
        reason=found.reason,
        is_known=found.is_known,
    )


def _signed(signal: Signal) -> int:
    return signal.weight if signal.impact is Impact.POSITIVE else -signal.weight
