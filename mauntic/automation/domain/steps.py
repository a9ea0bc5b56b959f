"""The steps of a version: a list, in which a split has a list of its own for each branch.

Whoever comes to the end of a branch goes on behind the split. Nothing leads back, so nobody goes round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_STEPS, DEEPEST, MOST_BRANCHES = 50, 5, 10
LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Args:
        id: of this step, unique in its version and the same in later versions.
        action: the key of its action.
        settings: of the action, as they are stored.
        branches: the steps of each branch of a split.
    """

    id: str
    action: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    branches: Mapping[str, tuple["Step", ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """Which step follows which. An empty id is the end.

    Args:
        first: the id of the first step.
        steps: the steps by id.
        positions: the number of each step, as people count them.
    """

    first: str
    steps: Mapping[str, Step]
    positions: Mapping[str, int]
    _next: Mapping[str, str]

    def after(self, step_id: str, branch: str = "") -> str:
        """Return the id of the step that follows, in a branch if the step has this one. Empty at the end."""
        inside = self.steps[step_id].branches.get(branch)
        return inside[0].id if inside else self._next[step_id]


def steps_from(stored: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps of a stored version."""
    return tuple(
        Step(
            each["id"],
            each["action"],
            each.get("settings", {}),
            {name: steps_from(inside) for name, inside in each.get("branches", {}).items()},
        )
        for each in stored
    )


def as_stored(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return steps as a version stores them: see `steps_from`."""
    return [
        {"id": step.id, "action": step.action, "settings": dict(step.settings)}
        | (
            {"branches": {name: as_stored(inside) for name, inside in step.branches.items()}}
            if step.branches
            else {}
        )
        for step in steps
    ]


def walk(steps: Sequence[Step]) -> Iterator[Step]:
    """Yield all steps, those of branches behind their split."""
    for step in steps:
        yield step
        for inside in step.branches.values():
            yield from walk(inside)


def route_of(steps: Sequence[Step]) -> Route:
    """Return which step follows which."""
    following: dict[str, str] = {}
    _link(steps, "", following)
    known = {step.id: step for step in walk(steps)}
    positions = {step_id: number for number, step_id in enumerate(known, 1)}
    return Route(steps[0].id if steps else "", known, positions, following)


def _link(steps: Sequence[Step], behind: str, following: dict[str, str]) -> None:
    ids = [each.id for each in steps[1:]] + [behind]
    for step, then in zip(steps, ids, strict=False):  # without steps there is nothing to link
        following[step.id] = then
        for inside in step.branches.values():
            _link(inside, then, following)
