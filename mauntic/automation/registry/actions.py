"""What automation does. Each action calls a service of the context that registers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from mauntic.automation.domain.outcomes import Call, Outcome, Planned
from mauntic.kernel.translation import StrPromise

Settings = Mapping[str, Any]
Plan = Callable[[Sequence[Call], Settings], Mapping[UUID, Planned]]
Act = Callable[[Sequence[Call], Settings, Mapping[UUID, Planned]], Mapping[UUID, Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A kind of action.

    Args:
        key: stored, such as `create_task`.
        label: for people, such as "Create a task".
        kinds: which of `workflow` and `journey` may use it.
        subjects: the kinds of records that it is for.
        form: reads its settings. Records that they name and that are gone make the definition broken.
        sentence: says the action with its settings, such as 'Create the task "Call them"'.
        plan: what it would do for some runs, by run, without any effect. A dry run calls nothing else.
        act: does it for the runs that are not blocked, and returns what came of each. Called inside a
            transaction that also records the outcome, unless the action `is_external`. Raises an error of
            `kernel.errors` if it fails; of those, `Temporary` is tried again.
        is_set: whether `act` takes many runs at once. If it raises then, each run is tried alone.
        is_external: whether its effect is outside of the database: the attempt is committed first.
        texts: the settings that are texts with tokens.
        branches: the branches that its settings make, of a split.
    """

    key: str
    label: StrPromise
    kinds: frozenset[str]
    subjects: frozenset[str]
    form: type[forms.Form]
    sentence: Callable[[Settings], str]
    plan: Plan
    act: Act
    is_set: bool = False
    is_external: bool = False
    texts: tuple[str, ...] = ()
    branches: Callable[[Settings], Sequence[str]] | None = None
    icon: str = field(default="bolt")


_actions: dict[str, Action] = {}


def register_action(action: Action) -> None:
    """Add a kind of action."""
    _actions[action.key] = action


def action_named(key: str) -> Action | None:
    """Return a kind of action by its key; None if this release has none of that name."""
    return _actions.get(key)


def actions_for(kind: str, subject: str) -> list[Action]:
    """Return the kinds of actions for workflows or journeys about a kind of record."""
    return [each for each in _actions.values() if kind in each.kinds and subject in each.subjects]
