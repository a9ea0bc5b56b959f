"""The next best action of a deal: reason, deadline and steps.

The first rule that applies decides, in this order:

1. Closed: no action.
2. Critical, or the champion is gone: a rescue call.
3. No activity, or declining intent: re-engage the buyer.
4. Close date within two weeks, passed or postponed, or in negotiation: review the close plan.
5. From the demo on, no agreed plan: agree on a mutual action plan.
6. Before the demo, too little known or nothing scheduled: a discovery meeting.
7. Otherwise: no action.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mauntic.kernel.display import day
from mauntic.kernel.translation import gettext as _
from revops.deals.domain.stages import Stage
from revops.health.domain.assessment import Health, Level
from revops.health.domain.facts import DealFacts
from revops.health.domain.playbooks import PLAYBOOKS, remedies

SOON_DAYS = 14
_EARLY = (Stage.PROSPECTING, Stage.QUALIFICATION, Stage.DISCOVERY)
_NOT_AGREED = ("no_next_step", "no_economic_buyer", "single_threaded", "stuck_in_stage")
_TOO_LITTLE = ("no_next_step", "single_threaded", "stuck_in_stage", "overdue_tasks")


class ActionType(StrEnum):
    """The kind of action."""

    RESCUE_CALL = "rescue_call"
    REENGAGEMENT_SEQUENCE = "reengagement_sequence"
    CLOSE_PLAN_REVIEW = "close_plan_review"
    MUTUAL_ACTION_PLAN = "mutual_action_plan"
    DISCOVERY_MEETING = "discovery_meeting"
    NONE = "none"


class Urgency(StrEnum):
    """The urgency of an action, named as in the API."""

    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


DUE_HOURS = {Urgency.URGENT: 4, Urgency.HIGH: 24, Urgency.MEDIUM: 72, Urgency.LOW: 168}


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its steps, due within `due_in_hours`. `none` has no steps and 0 hours."""

    type: ActionType
    priority: Urgency
    title: str
    reason: str
    due_in_hours: int
    playbook: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the action as stored and as in the API."""
        return {
            "type": self.type.value,
            "priority": self.priority.value,
            "title": self.title,
            "reason": self.reason,
            "dueInHours": self.due_in_hours,
            "playbook": list(self.playbook),
        }


def choose_action(facts: DealFacts, health: Health) -> Action:
    """Return the first action that applies, in the order of the module's docstring."""
    if facts.is_closed:
        return _nothing(_("The deal is closed"), _("No action needed."))
    tried = (_rescue, _reengage, _review_close, _agree_plan, _discover)
    chosen = next((found for rule in tried if (found := rule(facts, health))), None)
    return chosen or _nothing(_("Continue as planned"), _of(health) or _("The deal has no warnings."))


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
        text = (
            _("The close date {day} has passed.")
            if expected < facts.today
            else _("Expected to close on {day}.")
        )
        reason = text.format(day=day(expected))
        return _action(ActionType.CLOSE_PLAN_REVIEW, Urgency.HIGH, facts, reason)
    if facts.stage is not Stage.NEGOTIATION:
        return None
    reason = (
        _("In negotiation, expected to close on {day}.").format(day=day(expected))
        if expected
        else _("In negotiation without a close date.")
    )
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
    """Return the reasons of these warnings, or of the two with the most points, in one line."""
    reasons = [warning.reason for warning in health.warnings if not keys or warning.key in keys]
    return " ".join(reasons[:2])


def recommendations(health: Health, action: Action) -> list[str]:
    """Return the next action, then a recommendation for each warning, most points first."""
    first = [] if action.type is ActionType.NONE else [f"{action.title}."]
    by_warning = remedies()
    return first + [by_warning[warning.key] for warning in health.warnings]
