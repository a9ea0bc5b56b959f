"""What the SDR agent does with a qualified lead: rules over facts, each with its reason."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from revops.agents.sdr.domain.modes import Mode

DAILY_CAP = 20
UNTOUCHED_DAYS = 30
LEAST_CONFIDENCE = Decimal("0.60")
"""The thresholds of the qualification: score 60 of 100, ICP match 0.6 and completeness 0.6."""


class Action(StrEnum):
    """What is done about a lead."""

    ENROLL = "enroll"
    MANUAL_REVIEW = "manual_review"
    NOTHING = "nothing"


class Reason(StrEnum):
    """Why."""

    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    UNSURE = "unsure"
    NOT_NEW = "not_new"
    WROTE = "wrote"
    NO_SEQUENCE = "no_sequence"
    TOUCHED = "touched"
    LOW_CONFIDENCE = "low_confidence"
    CAP_REACHED = "cap_reached"
    NOBODY_TO_ACT_FOR = "nobody_to_act_for"
    MODEL_FAILED = "model_failed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What autopilot stays within.

    Args:
        daily_cap: leads that it enrolls in 24 hours.
        untouched_days: days without a touch by a person before the agent takes a lead.
        least_confidence: below it autopilot proposes instead; 0-1.
    """

    daily_cap: int = DAILY_CAP
    untouched_days: int = UNTOUCHED_DAYS
    least_confidence: Decimal = LEAST_CONFIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFacts:
    """A lead as the rules see it.

    Args:
        recommendation: of the qualification.
        score: 0-100.
        icp_match: 0-1.
        completeness: 0-1.
        not_new: why the lead is not new, in words; empty for a new one.
        wrote: whether the lead ever wrote to us.
        has_sequence: whether a sequence of the agent takes the lead.
        touched_at: when a person last reached out to the lead.
        has_actor: whether there is a user with whose rights it can be enrolled.
    """

    recommendation: str
    score: Decimal
    icp_match: Decimal
    completeness: Decimal
    not_new: str = ""
    wrote: bool = False
    has_sequence: bool = True
    touched_at: datetime | None = None
    has_actor: bool = True

    @property
    def confidence(self) -> Decimal:
        """Return the weakest of score, ICP match and completeness, 0-1."""
        return min(self.score / 100, self.icp_match, self.completeness)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the agent does, why, and whether it does it by itself. `words` are those of the facts."""

    action: Action
    reason: Reason
    is_by_itself: bool = False
    words: str = field(default="")


def plan(facts: LeadFacts, *, mode: Mode, limits: Limits, acted_today: int, now: datetime) -> Plan:
    """Return what the agent does about a lead.

    Args:
        facts: of the lead.
        mode: of the sequence that takes the lead, else of the organization.
        limits: of autopilot; the days without a touch hold in all modes.
        acted_today: what autopilot enrolled in the last 24 hours.
        now: the present.
    """
    if refused := _refused(facts, limits, now):
        return refused
    if mode is not Mode.AUTOPILOT:
        return Plan(Action.ENROLL, Reason.RECOMMENDED)
    if facts.confidence < limits.least_confidence:
        return Plan(Action.ENROLL, Reason.LOW_CONFIDENCE)
    if acted_today >= limits.daily_cap:
        return Plan(Action.ENROLL, Reason.CAP_REACHED)
    if not facts.has_actor:
        return Plan(Action.ENROLL, Reason.NOBODY_TO_ACT_FOR)
    return Plan(Action.ENROLL, Reason.RECOMMENDED, is_by_itself=True)


def _refused(facts: LeadFacts, limits: Limits, now: datetime) -> Plan | None:
    earliest = now - timedelta(days=limits.untouched_days)
    is_touched = facts.touched_at is not None and facts.touched_at > earliest
    rules = (
        (facts.recommendation == "manual_review", Action.MANUAL_REVIEW, Reason.UNSURE),
        (facts.recommendation != "sequence", Action.NOTHING, Reason.NOT_RECOMMENDED),
        (bool(facts.not_new), Action.NOTHING, Reason.NOT_NEW),
        (facts.wrote, Action.MANUAL_REVIEW, Reason.WROTE),
        (is_touched, Action.NOTHING, Reason.TOUCHED),
        (not facts.has_sequence, Action.MANUAL_REVIEW, Reason.NO_SEQUENCE),
    )
    for applies, action, reason in rules:
        if applies:
            return Plan(action, reason, words=facts.not_new if reason is Reason.NOT_NEW else "")
    return None
