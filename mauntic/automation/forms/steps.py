"""The forms of steps in the builder: a list of cards, in which a split has a list for each branch.

The names of inputs say where a step is: `steps-0-action`, and inside of the first branch
`steps-0-b-0-0-action`, where `steps-0-b-0-branch` is the name of the branch. The settings of an action
are a form of their own under `steps-0-s`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mauntic.automation.domain.steps import DEEPEST
from mauntic.automation.forms.branches import branches_of, edit_rows, matched
from mauntic.automation.forms.settings import SettingsForm
from mauntic.automation.registry.actions import Action, actions_for
from mauntic.automation.registry.triggers import Trigger
from mauntic.automation.selectors.reading import read_settings
from mauntic.automation.selectors.shown.sentences import branch_label
from mauntic.kernel.conditions.builder import input_numbers
from mauntic.kernel.errors import Invalid

STEPS = "steps"
MOST_DIGITS, NOWHERE = 4, 10_000
PARTS = 3
"""A branch adds so many parts to a name: the number of the split, `b` and the branch."""


@dataclass(slots=True)
class StepCard:
    """One step: `name` is the prefix of its inputs, `path` what errors call it.

    A folded one shows only what it does, unless something in it is wrong.
    """

    name: str
    path: str
    action: str
    id: str
    settings: SettingsForm | None
    known: Action | None
    is_folded: bool = False
    branches: list["StepList"] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the step as `Draft` takes it."""
        step: dict[str, Any] = {"id": self.id, "action": self.action}
        step["settings"] = self.settings.as_json() if self.settings else {}
        inside = {each.branch: each.as_json() for each in self.branches}
        return step | ({"branches": inside} if inside else {})

    @property
    def summary(self) -> str:
        """Return what the step does, in words; empty while its settings cannot be read."""
        if self.known is None or self.settings is None:
            return ""
        try:
            said = self.known.sentence(read_settings(self.known.form, self.settings.as_json(), "settings"))
        except (Invalid, KeyError, TypeError, ValueError):
            return ""
        return said[:1].upper() + said[1:]

    @property
    def is_wrong(self) -> bool:
        """Return whether the step has an error, apart from those inside of its branches."""
        return bool(self.errors or (self.settings and self.settings.is_wrong))

    @property
    def is_open(self) -> bool:
        """Return whether the card shows its inputs: it is not folded, or something inside is wrong."""
        inside = (card for below in self.branches for card in below.walk())
        return not self.is_folded or self.is_wrong or any(card.is_wrong for card in inside)

    @property
    def place(self) -> str:
        """Return its number for people, such as 2, or 2.1 inside of a branch."""
        numbers = [part for part in self.name.split("-") if part.isdecimal()]
        return ".".join(str(int(number) + 1) for number in numbers)


@dataclass(slots=True)
class StepList:
    """Steps that follow each other. `branch` is empty for those of the version itself.

    A branch that the settings of its split do not name any more is not `is_named`.
    """

    name: str
    path: str
    depth: int
    branch: str = ""
    steps: list[StepCard] = field(default_factory=list)
    is_named: bool = True

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
        "is_folded": data.get(f"{name}-folded") == "1",
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
        is_folded = bool(given.get("is_folded"))
        card = StepCard(name, f"{inside.path}[{number}]", key, step_id, None, action, is_folded)
        if action:
            card.settings = SettingsForm(
                action.form,
                f"{name}-s",
                self.trigger,
                stored=given.get("settings") or {},
                is_checked=self.is_checked,
            )
        branches = given.get("branches") or {}
        names = branches_of(action, card.settings, branches)
        for place, (branch, steps, is_named) in enumerate(matched(names, branches)):
            path = f"{card.path}.branches.{branch}"
            below = StepList(f"{name}-b-{place}", path, inside.depth + 1, branch, is_named=is_named)
            card.branches.append(self._fill(below, steps))
        return card


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


def edited_rows(
    steps: list[dict[str, Any]], verb: str, where: Sequence[str], known: Mapping[str, Action]
) -> str:
    """Add a row to the settings of a step, or remove one: see `edit_rows`. Unknown positions change nothing.

    Returns: the prefix of the step and the number of the added row, such as `steps-0:2`; empty for none.
    """
    place = where[0] if where else ""
    parent, _dash, text = place.rpartition("-")
    found = _list_at(steps, parent) or []
    index = _number(text)
    if index >= len(found):
        return ""
    action = known.get(found[index]["action"])
    row = _number(where[1]) if len(where) > 1 else NOWHERE
    added = edit_rows(found[index], action, verb, row) if action else None
    return "" if added is None else f"{place}:{added}"


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
