"""What a version says, as sentences. A broken part is named by what it was."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from django.utils.translation import gettext as _

from mauntic.automation.domain.steps import Step
from mauntic.automation.registry.actions import action_named
from mauntic.automation.selectors.inside import Counts
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.conditions import EVERYTHING, with_names, words
from mauntic.kernel.errors import Invalid
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as later

CountsByStep: TypeAlias = Mapping[str, Counts]
BRANCHES: Mapping[str, StrPromise] = {
    "yes": later("If they match"),
    "no": later("Otherwise"),
    "happened": later("If it happened"),
    "too_late": later("If it is too late"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A step in words. `branches` are its branches by their labels, with the lines inside.

    `counts` are the runs that are there, if they were asked for and there are any.
    """

    id: str
    number: int
    action: str
    icon: str
    text: str
    is_broken: bool
    branches: Sequence[tuple[str, Sequence["Line"]]] = ()
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A version in words: when it starts, for which records, and what it does then."""

    when: str
    conditions: str
    lines: Sequence[Line]


def told(script: Script, counts: CountsByStep | None = None) -> Told:
    """Return a version in words, with the numbers of runs at its steps if they are given."""
    return Told(_when(script), _conditions(script), _lines(script, script.steps, counts or {}))


def line_of(script: Script, step: Step, counts: CountsByStep) -> Line:
    """Return one step in words, without its branches."""
    return _line(script, replace(step, branches={}), counts)


def branch_label(name: str) -> str:
    """Return the name of a branch for people."""
    return str(BRANCHES.get(name, name))


def action_label(script: Script, key: str) -> str:
    """Return the name of an action for people; its key if this release has none of that name."""
    action = action_named(key, script.trigger.subject) if script.trigger else None
    return str(action.label) if action else key


def _when(script: Script) -> str:
    trigger = script.trigger
    if trigger is None:
        return _("something that this release does not know happens ({key})").format(
            key=script.version.trigger
        )
    return _or(lambda: trigger.sentence(script.trigger_settings), str(trigger.label))


def _conditions(script: Script) -> str:
    if script.version.conditions in ({}, EVERYTHING):
        return ""
    return _or(
        lambda: words(script.tree, with_names(script.fields, [script.tree])),
        _("its conditions, which name something that does not exist any more"),
    )


def _lines(script: Script, steps: Sequence[Step], counts: CountsByStep) -> list[Line]:
    return [_line(script, step, counts) for step in steps]


def _line(script: Script, step: Step, counts: CountsByStep) -> Line:
    label = action_label(script, step.action)
    text = _or(partial(_sentence, script, step), "")
    action = action_named(step.action, script.trigger.subject) if script.trigger else None
    return Line(
        step.id,
        script.route.positions[step.id],
        step.action,
        action.icon if action else "exclamation-triangle",
        _capital(text or label),
        not text,
        [(branch_label(name), _lines(script, inside, counts)) for name, inside in step.branches.items()],
        counts.get(step.id),
    )


def _sentence(script: Script, step: Step) -> str:
    return script.action(step).sentence(script.settings(step))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _or(say: Callable[[], str], instead: str) -> str:
    try:
        return say()
    except Invalid:
        return instead
