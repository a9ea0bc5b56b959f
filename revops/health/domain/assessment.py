"""The health of a deal: score, level, and signals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import Stage
from revops.health.domain.facts import DealFacts
from revops.health.domain.rules import RULES, Finding
from revops.health.domain.settings import Weighed

BEST = 100
HEALTHY_FROM, AT_RISK_FROM = 70, 40
_NAMED_IN_SUMMARY = 2


class Level(StrEnum):
    """The level of health: healthy from 70 points, at risk from 40, critical below."""

    HEALTHY = "healthy"
    AT_RISK = "at_risk"
    CRITICAL = "critical"


class Impact(StrEnum):
    """Whether a signal raises or lowers the score."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """The result of one rule. `weight` are the points subtracted or added, 0 if neutral."""

    key: str
    label: str
    value: float | str | None
    impact: Impact
    weight: int
    reason: str
    is_known: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the signal as stored and as in the API."""
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
    """100 minus warnings plus strengths, within 0-100.

    `signals` has all results, most points first. `closed_summary` is set for a closed deal, which
    is not assessed.
    """

    score: int
    signals: tuple[Signal, ...] = ()
    closed_summary: str = ""

    @property
    def level(self) -> Level:
        """The level of the score."""
        if self.score >= HEALTHY_FROM:
            return Level.HEALTHY
        return Level.AT_RISK if self.score >= AT_RISK_FROM else Level.CRITICAL

    @property
    def flags(self) -> list[Signal]:
        """The warnings, most points first, then the strengths."""
        return self._of(Impact.NEGATIVE) + self._of(Impact.POSITIVE)

    @property
    def warnings(self) -> list[Signal]:
        """The warnings, most points first."""
        return self._of(Impact.NEGATIVE)

    @property
    def confidence(self) -> float:
        """The share (0-1) of signals whose facts are known, such as a close date; 1 for closed deals."""
        if not self.signals:
            return 1.0
        return round(sum(signal.is_known for signal in self.signals) / len(self.signals), 2)

    @property
    def summary(self) -> str:
        """One sentence: `At risk (55 of 100): No activity for 23 days. …`."""
        if self.closed_summary:
            return self.closed_summary
        level = {Level.HEALTHY: _("Healthy"), Level.AT_RISK: _("At risk"), Level.CRITICAL: _("Critical")}[
            self.level
        ]
        named = " ".join(signal.reason for signal in self.flags[:_NAMED_IN_SUMMARY])
        return _("{level} ({score} of {best}): {reasons}").format(
            level=level, score=self.score, best=BEST, reasons=named or _("No warnings.")
        )

    def has(self, *keys: str) -> bool:
        """Whether the deal has one of these warnings."""
        return any(signal.key in keys for signal in self.warnings)

    def _of(self, impact: Impact) -> list[Signal]:
        return [signal for signal in self.signals if signal.impact is impact]


def assess(facts: DealFacts, settings: Mapping[str, Weighed], now: datetime) -> Health:
    """Assess a deal at `now` by the enabled warnings and strengths.

    Closed deals are not assessed: won ones have 100 points, lost ones 0.
    """
    if facts.is_closed:
        is_won = facts.stage is Stage.CLOSED_WON
        return (
            Health(BEST, closed_summary=_("The deal is won."))
            if is_won
            else Health(0, closed_summary=_("The deal is lost."))
        )
    signals = [
        _signal(setting, RULES[setting.key](facts, float(setting.limit or 0), now))
        for setting in settings.values()
        if setting.enabled
    ]
    pulled = sum(_signed(signal) for signal in signals)
    # A stable sort keeps the order of the settings among equal weights.
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
