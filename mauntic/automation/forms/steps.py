"""The forms of steps in the builder: a list of cards, in which a split has a list for each branch.

The names of inputs say where a step is: `steps-0-action`, and inside of the first branch
`steps-0-b-0-0-action`, where `steps-0-b-0-branch` is the name of the branch. The settings of an action
are a form of their own under `steps-0-s`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from mauntic.automation.domain.steps import DEEPEST
from mauntic.automation.forms.settings import SettingsForm
from mauntic.automation.registry.actions import Action, actions_for
from mauntic.automation.registry.triggers import Trigger
from mauntic.automation.selectors.shown.sentences import branch_label
from mauntic.kernel.conditions.builder import input_numbers
from mauntic.kernel.errors import MaunticError

STEPS = "steps"
MOST_DIGITS, NOWHERE = 4, 10_000
PARTS = 3
"""A branch adds so many parts to a name: the number of the split, `b` and the branch."""


@dataclass(slots=True)
class StepCard:
    """One step: `name` is the prefix of its inputs, `path` what errors call it."""

    name: str
    path: str
    action: str
    id: str
    settings: SettingsForm | None
    known: Action | None
    branches: list["StepList"] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the step as `Draft` takes it."""
        step: dict[str, Any] = {"id": self.id, "action": self.action}
        step["settings"] = self.settings.as_json() if self.settings else {}
        inside = {each.branch: each.as_json() for each in self.branches}
        return step | ({"branches": inside} if inside else {})

    @property
    def place(self) -> str:
        """Return its number for people, such as 2, or 2.1 inside of a branch."""
        numbers = [part for part in self.name.split("-") if part.isdecimal()]
        return ".".join(str(int(number) + 1) for number in numbers)


@dataclass(slots=True)
class StepList:
    """Steps that follow each other. `branch` is empty for those of the version itself."""

    name: str
    path: str
    depth: int
    branch: str = ""
    steps: list[StepCard] = field(default_factory=list)

    @property
    def label(self) -> str:
        """Return the branch for people."""
        return branch_label(self.branch)

    @property
    def is_deepest(self) -> bool:
        """Return whether a split inside would be nested too deeply."""
        return self.depth >= DEEPEST

    def as_json(self) -> list[dict[str, Any]]:
        """Return the steps as `Draft` takes them."""
        return [each.as_json() for each in self.steps]

    def walk(self) -> Iterator[StepCard]:
        """Yield all cards, those of branches behind their split."""
        for card in self.steps:
            yield card
            for inside in card.branches:
                yield from inside.walk()


def entered_steps(data: Mapping[str, str], name: str, kind: str, trigger: Trigger) -> list[dict[str, Any]]:
    """Return the steps of a sent form as JSON, checked or not.

    Args:
        data: the sent inputs by name.
        name: the prefix of the list.
        kind: `workflow` or `journey`.
        trigger: which decides the actions that there are.
    """
    known = {each.key: each for each in actions_for(kind, trigger.subject)}
    return [_entered(data, f"{name}-{number}", kind, trigger, known) for number in input_numbers(data, name)]


def _entered(
    data: Mapping[str, str], name: str, kind: str, trigger: Trigger, known: Mapping[str, Action]
) -> dict[str, Any]:
    action = known.get(data.get(f"{name}-action", ""))
    settings: Mapping[str, Any] = {}
    if action:
        settings = SettingsForm(action.form, f"{name}-s", trigger, data=data).raw
    inside = [f"{name}-b-{number}" for number in input_numbers(data, f"{name}-b")]
    branches = {data.get(f"{each}-branch", ""): entered_steps(data, each, kind, trigger) for each in inside}
    return {
        "id": data.get(f"{name}-id", ""),
        "action": data.get(f"{name}-action", ""),
        "settings": settings,
        "branches": branches,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Makes the cards of steps.

    Args:
        kind: `workflow` or `journey`.
        trigger: what they follow.
        is_checked: whether their forms show what is wrong.
    """

    kind: str
    trigger: Trigger
    is_checked: bool = False

    def of(self, stored: Sequence[Mapping[str, Any]]) -> StepList:
        """Return the cards of steps as JSON."""
        return self._fill(StepList(STEPS, STEPS, 1), stored)

    def _fill(self, found: StepList, stored: Sequence[Mapping[str, Any]]) -> StepList:
        known = {each.key: each for each in actions_for(self.kind, self.trigger.subject)}
        for number, each in enumerate(stored):
            action = known.get(str(each.get("action", "")))
            found.steps.append(self._card(found, number, each, action))
        return found

    def _card(
        self, inside: StepList, number: int, given: Mapping[str, Any], action: Action | None
    ) -> StepCard:
        name = f"{inside.name}-{number}"
        key, step_id = str(given.get("action", "")), str(given.get("id", ""))
        card = StepCard(name, f"{inside.path}[{number}]", key, step_id, None, action)
        if action:
            card.settings = SettingsForm(
                action.form,
                f"{name}-s",
                self.trigger,
                stored=given.get("settings") or {},
                is_checked=self.is_checked,
            )
        branches = given.get("branches") or {}
        for place, (branch, steps) in enumerate(_matched(_branches_of(card, branches), branches)):
            below = StepList(f"{name}-b-{place}", f"{card.path}.branches.{branch}", inside.depth + 1, branch)
            card.branches.append(self._fill(below, steps))
        return card


def _branches_of(card: StepCard, given: Mapping[str, Any]) -> list[str]:
    if card.known is None or card.known.branches is None:
        return []
    settings = card.settings.as_json() if card.settings else {}
    try:
        return list(card.known.branches(settings))
    except (KeyError, TypeError, ValueError, ValidationError, MaunticError):
        return list(given)


def _matched(names: Sequence[str], given: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return branches with their steps. One that was renamed keeps the steps of its place."""
    places = [steps for name, steps in given.items()]
    old = list(given)
    found = []
    for place, name in enumerate(names):
        is_renamed = name not in given and place < len(old) and old[place] not in names
        found.append((name, given.get(name) or (places[place] if is_renamed else []) or []))
    return found


def edited(steps: list[dict[str, Any]], verb: str, where: Sequence[str], names: Mapping[str, str]) -> str:
    """Apply a button to steps, in place. Unknown positions change nothing.

    Args:
        steps: as JSON.
        verb: `add-step` to a list, or `remove-step`, `up`, `down` or `move` of a step.
        where: the prefix of the inputs of the list or step; of `move` also the new number in its list.
        names: the chosen action by the prefix of the list that gets a step.

    Returns: the prefix of the step that was made or moved, as it is now; empty for none.
    """
    place = where[0] if where else ""
    if verb == "add-step":
        return _add(steps, place, names.get(place, ""))
    parent, _dash, text = place.rpartition("-")
    found = _list_at(steps, parent) or []
    index = _number(text)
    if index >= len(found):
        return ""
    if verb == "remove-step":
        del found[index]
        return ""
    target = _target(verb, index, where)
    if not 0 <= target < len(found):
        return ""
    found.insert(target, found.pop(index))
    return f"{parent}-{target}"


def _add(steps: list[dict[str, Any]], place: str, action: str) -> str:
    found = _list_at(steps, place)
    if found is None or not action:
        return ""
    found.append({"id": "", "action": action, "settings": {}, "branches": {}})
    return f"{place}-{len(found) - 1}"


def _target(verb: str, index: int, where: Sequence[str]) -> int:
    if verb == "move" and len(where) > 1:
        return _number(where[1])
    return index + {"up": -1, "down": 1}.get(verb, 0)


def _list_at(steps: list[dict[str, Any]], name: str) -> list[dict[str, Any]] | None:
    """Return the list whose inputs have this prefix, such as `steps-0-b-1`."""
    head, *parts = name.split("-")
    if head != STEPS or len(parts) % PARTS:
        return None
    found = steps
    for index, marker, branch in zip(parts[::PARTS], parts[1::PARTS], parts[2::PARTS], strict=True):
        if _number(index) >= len(found) or marker != "b":
            return None
        branches = list(found[_number(index)].get("branches", {}).values())
        if _number(branch) >= len(branches):
            return None
        found = branches[_number(branch)]
    return found


def _number(text: str) -> int:
    """Return a position; one that no list has for a text that is none."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else NOWHERE
