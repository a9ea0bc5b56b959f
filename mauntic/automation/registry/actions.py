"""What automation does. Each action calls a service of the context that registers it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from mauntic.automation.domain.outcomes import Call, Outcome, Planned
from mauntic.automation.registry.triggers import Trigger
from mauntic.kernel.translation import StrPromise

Settings = Mapping[str, Any]
Plan = Callable[[Sequence[Call], Settings], Mapping[UUID, Planned]]
Problems = Mapping[str, str | Sequence[str]]
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
        is_once: whether the receiver cannot tell two calls from one: an attempt whose worker was lost is not
            made again, but shown to a person.
        is_message: whether it writes to the lead, and so waits for the end of quiet hours.
        is_flow: whether it only leads the run, as a wait does. Others leave out records that the person with
            whose rights they act does not see.
        texts: the settings that are texts with tokens.
        tokens: what its texts may insert beside the tokens of the record.
        check: what is wrong with its settings behind a trigger, by the name of the setting. Asked when it is
            saved, and before it acts.
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
    is_once: bool = False
    is_message: bool = False
    is_flow: bool = False
    texts: tuple[str, ...] = ()
    tokens: Mapping[str, StrPromise] = field(default_factory=dict)
    check: Callable[[Settings, Trigger], Problems] = lambda _settings, _trigger: {}
    branches: Callable[[Settings], Sequence[str]] | None = None
    icon: str = field(default="bolt")


_actions: dict[tuple[str, str], Action] = {}


def register_action(action: Action) -> None:
    """Add a kind of action. Actions on different kinds of records may have the same key."""
    for subject in action.subjects:
        _actions[subject, action.key] = action


def action_named(key: str, subject: str) -> Action | None:
    """Return the action of a key on a kind of record; None if this release has none of that name."""
    return _actions.get((subject, key))


def actions_for(kind: str, subject: str) -> list[Action]:
    """Return the kinds of actions for workflows or journeys about a kind of record."""
    return [each for (about, _key), each in _actions.items() if about == subject and kind in each.kinds]
