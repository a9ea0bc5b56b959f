"""The branches of a split in the builder: what was entered in them stays while their names change."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from mauntic.automation.domain.steps import MOST_BRANCHES
from mauntic.automation.forms.rows import BRANCH, rows_field_of
from mauntic.automation.forms.settings import SettingsForm
from mauntic.automation.registry.actions import Action
from mauntic.kernel.errors import MaunticError

ADD, REMOVE = "add-row", "remove-row"
Given = Mapping[str, Any]


def branches_of(action: Action | None, settings: SettingsForm | None, given: Given) -> list[str]:
    """Return the branches that the settings make; those that there are if the settings cannot be read."""
    if action is None or action.branches is None:
        return []
    if settings and settings.rows:
        return settings.rows.branches
    try:
        return list(action.branches(settings.as_json() if settings else {}))
    except (KeyError, TypeError, ValueError, ValidationError, MaunticError):
        return list(given)


def matched(names: Sequence[str], given: Given) -> list[tuple[str, Any, bool]]:
    """Return branches with their steps, and whether the settings name them.

    One that was renamed keeps the steps of its place. One that nothing names any more is there, behind the
    others, as long as it has steps.
    """
    old, taken = list(given), set(names)
    found: list[tuple[str, Any, bool]] = []
    for place, name in enumerate(names):
        former = old[place] if place < len(old) else ""
        if name not in given and former and former not in taken:
            taken.add(former)
            found.append((name, given[former], True))
        else:
            found.append((name, given.get(name) or [], True))
    lost = [(name, steps, False) for name, steps in given.items() if name not in taken and steps]
    return found + lost


def edit_rows(step: dict[str, Any], action: Action, verb: str, number: int) -> int | None:
    """Add a row to the settings of a step, or remove one with its branch, in place.

    Args:
        step: as JSON.
        action: of the step.
        verb: `add-row` or `remove-row`.
        number: of the row to remove; one that there is not removes none.

    Returns: the number of the row that was added, else None.
    """
    found = rows_field_of(action.form)
    if found is None:
        return None
    key, setting = found
    rows = setting.to_rows(step["settings"].get(key))
    named = dict.fromkeys(row[BRANCH].strip() for row in rows if row[BRANCH].strip())
    step["branches"] = {name: inside for name, inside, _is in matched(list(named), step["branches"])}
    added = None
    if verb == ADD and len(rows) < MOST_BRANCHES:
        rows.append(setting.new_row(rows))
        added = len(rows) - 1
    elif verb == REMOVE and 1 < len(rows) > number:
        gone = rows.pop(number)[BRANCH].strip()
        if gone not in {row[BRANCH].strip() for row in rows}:
            step["branches"].pop(gone, None)
    step["settings"][key] = setting.from_rows(rows)
    return added
