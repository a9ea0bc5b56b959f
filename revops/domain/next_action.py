"""The one thing to do next about a deal: why, by when, and in which steps.

The rules stand in the order in which they are tried; the first that applies decides:

1. A closed deal needs nothing.
2. The health is critical, or the champion is gone: somebody calls.
3. Nothing happened for long, or the buyer's interest fades: they are approached anew.
4. The close is due within two weeks, has passed, slips, or is negotiated: the plan to close is gone through.
5. From the demo on, what leads to the close is not agreed: both sides write it down.
6. Before the demo, too little is known or nothing is planned: a meeting to find out.
7. All is well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from revops.domain.health import Health, Level
from revops.domain.health_facts import DealFacts
from revops.domain.next_action_playbooks import PLAYBOOKS, REMEDIES
from revops.domain.stages import Stage

SOON_DAYS = 14
_EARLY = (Stage.PROSPECTING, Stage.QUALIFICATION, Stage.DISCOVERY)
_NOT_AGREED = ("no_next_step", "no_economic_buyer", "single_threaded", "stuck_in_stage")
_TOO_LITTLE = ("no_next_step", "single_threaded", "stuck_in_stage", "overdue_tasks")


class ActionType(StrEnum):
    """What to do."""

    RESCUE_CALL = "rescue_call"
    REENGAGEMENT_SEQUENCE = "reengagement_sequence"
    CLOSE_PLAN_REVIEW = "close_plan_review"
    MUTUAL_ACTION_PLAN = "mutual_action_plan"
    DISCOVERY_MEETING = "discovery_meeting"
    NONE = "none"


class Urgency(StrEnum):
    """How soon, as the contract of the API calls it."""

    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


DUE_HOURS = {Urgency.URGENT: 4, Urgency.HIGH: 24, Urgency.MEDIUM: 72, Urgency.LOW: 168}


@dataclass(frozen=True, slots=True)
class Action:
    """What to do within `due_in_hours`, step by step; `none` has no steps and 0 hours."""

    type: ActionType
    priority: Urgency
    title: str
    reason: str
    due_in_hours: int
    playbook: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored and answered."""
        return {
            "type": self.type.value,
            "priority": self.priority.value,
            "title": self.title,
            "reason": self.reason,
            "dueInHours": self.due_in_hours,
            "playbook": list(self.playbook),
        }


def next_action(facts: DealFacts, health: Health) -> Action:
    """The first action that applies, in the order of the module's docstring."""
    if facts.is_closed:
        return _nothing("The deal is closed", "There is nothing left to do to win or lose it.")
    tried = (_rescue, _reengage, _review_close, _agree_plan, _discover)
    chosen = next((found for rule in tried if (found := rule(facts, health))), None)
    return chosen or _nothing("Go on as planned", _of(health) or "Nothing speaks against the deal.")


def _rescue(facts: DealFacts, health: Health) -> Action | None:
    if health.level is not Level.CRITICAL and not health.has("champion_gone"):
        return None
    urgency = Urgency.URGENT if health.level is Level.CRITICAL else Urgency.HIGH
    keys = ("champion_gone",) if health.has("champion_gone") else ()
    return _action(ActionType.RESCUE_CALL, urgency, facts, _of(health, keys))


def _reengage(facts: DealFacts, health: Health) -> Action | None:
    keys = ("no_activity", "engagement_fading")
    if not health.has(*keys):
        return None
    urgency = Urgency.HIGH if health.level is Level.AT_RISK else Urgency.MEDIUM
    return _action(ActionType.REENGAGEMENT_SEQUENCE, urgency, facts, _of(health, keys))


def _review_close(facts: DealFacts, health: Health) -> Action | None:
    keys = ("close_date_passed", "close_date_slipped", "value_cut")
    if health.has(*keys):
        return _action(ActionType.CLOSE_PLAN_REVIEW, Urgency.HIGH, facts, _of(health, keys))
    expected = facts.expected_close_on
    if expected and (expected - facts.today).days <= SOON_DAYS:
        is_past = expected < facts.today
        reason = f"The close {'was' if is_past else 'is'} expected on {expected}."
        return _action(ActionType.CLOSE_PLAN_REVIEW, Urgency.HIGH, facts, reason)
    if facts.stage is not Stage.NEGOTIATION:
        return None
    when = f"on {expected}" if expected else "on no day yet"
    reason = f"It is in negotiation, and the close is expected {when}."
    return _action(ActionType.CLOSE_PLAN_REVIEW, Urgency.MEDIUM, facts, reason)


def _agree_plan(facts: DealFacts, health: Health) -> Action | None:
    if facts.stage in _EARLY or not health.has(*_NOT_AGREED):
        return None
    urgency = Urgency.HIGH if health.level is Level.AT_RISK else Urgency.MEDIUM
    return _action(ActionType.MUTUAL_ACTION_PLAN, urgency, facts, _of(health, _NOT_AGREED))


def _discover(facts: DealFacts, health: Health) -> Action | None:
    if facts.stage not in _EARLY or facts.meeting_at or not health.has(*_TOO_LITTLE):
        return None
    return _action(ActionType.DISCOVERY_MEETING, Urgency.MEDIUM, facts, _of(health, _TOO_LITTLE))


def _action(kind: ActionType, urgency: Urgency, facts: DealFacts, reason: str) -> Action:
    title, steps = PLAYBOOKS[kind.value](facts)
    return Action(kind, urgency, title, reason, DUE_HOURS[urgency], tuple(steps))


def _nothing(title: str, reason: str) -> Action:
    return Action(ActionType.NONE, Urgency.LOW, title, reason, 0)


def _of(health: Health, keys: Sequence[str] = ()) -> str:
    """What speaks against the deal, of these warnings or the two heaviest, in one line."""
    told = [warning.reason for warning in health.warnings if not keys or warning.key in keys]
    return " ".join(told[:2])


def recommendations(health: Health, action: Action) -> list[str]:
    """What to do, in sentences: the next action, then what mends each warning, the heaviest first."""
    first = [] if action.type is ActionType.NONE else [f"{action.title}."]
    return first + [REMEDIES[warning.key] for warning in health.warnings]
