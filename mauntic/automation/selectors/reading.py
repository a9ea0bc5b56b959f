"""What a version says, read against what exists today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mauntic.automation.domain.options import options_from
from mauntic.automation.domain.steps import Route, Step, route_of, steps_from, walk
from mauntic.automation.models import Version
from mauntic.automation.registry.actions import Action, action_named
from mauntic.automation.registry.subjects import Subject, subject_of
from mauntic.automation.registry.triggers import Trigger, trigger_named
from mauntic.automation.selectors.at_hand import fields_of, look_up
from mauntic.automation.selectors.leaving import Rules, rules_of
from mauntic.kernel.conditions import Broken, Field, Tree, parse_strict
from mauntic.kernel.errors import Invalid


@dataclass(frozen=True)
class Script:
    """A version that can be run. Broken parts are found when they are asked for."""

    version: Version

    @cached_property
    def trigger(self) -> Trigger | None:
        """Its trigger; None if this release has none of that name."""
        return trigger_named(self.version.trigger)

    @cached_property
    def subject(self) -> Subject:
        """What it is about. Raises: `LookupError` without a trigger."""
        if self.trigger is None:
            raise LookupError(self.version.trigger)
        return subject_of(self.trigger.subject)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Its steps, with branches in the order of their action: the database keeps none."""
        return tuple(map(self._ordered, steps_from(self.version.steps)))

    def _ordered(self, step: Step) -> Step:
        if not step.branches:
            return step
        names = [name for name in self._branches(step) if name in step.branches]
        order = dict.fromkeys([*names, *step.branches])
        return replace(
            step, branches={name: tuple(map(self._ordered, step.branches[name])) for name in order}
        )

    def _branches(self, step: Step) -> Sequence[str]:
        action = action_named(step.action, self.trigger.subject) if self.trigger else None
        if action is None or action.branches is None:
            return ()
        try:
            return action.branches(step.settings)
        except (KeyError, TypeError, ValueError, AttributeError):  # settings of an earlier release
            return ()

    @cached_property
    def route(self) -> Route:
        """Which step follows which."""
        return route_of(self.steps)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What its conditions may compare."""
        return fields_for(self.trigger) if self.trigger else {}

    @cached_property
    def tree(self) -> Tree:
        """Its conditions. Raises: `Invalid` if they name something that does not exist."""
        return tree_of(self.version.conditions, self.fields)

    @cached_property
    def rules(self) -> Rules:
        """By what records leave before the end. Raises: `Invalid`."""
        return rules_of(options_from(self.version.definition.options), self.subject)

    @cached_property
    def trigger_settings(self) -> Mapping[str, Any]:
        """The settings of its trigger, with the records that they name. Raises: `Invalid`."""
        if self.trigger is None:
            raise Invalid({"trigger": _("This trigger does not exist any more.")})
        return read_settings(self.trigger.form, self.version.trigger_settings, "triggerSettings")

    def settings(self, step: Step) -> Mapping[str, Any]:
        """Return the settings of a step, with the records that they name. Raises: `Invalid`."""
        if self.trigger is None:
            raise Invalid({"trigger": _("This trigger does not exist any more.")})
        return step_settings(self.action(step), self.trigger, step.settings, "settings")

    def action(self, step: Step) -> Action:
        """Return the action of a step. Raises: `Invalid` if this release has none of that name."""
        action = action_named(step.action, self.trigger.subject) if self.trigger else None
        if action is None:
            raise Invalid({"action": _("This action does not exist any more.")})
        return action

    @cached_property
    def problems(self) -> list[str]:
        """Why it is broken, in sentences; empty if it is not."""
        if self.trigger is None:
            return _problems(lambda: self.trigger_settings)
        parts = (lambda: self.trigger_settings, lambda: self.tree, lambda: self.rules)
        return [problem for part in parts for problem in _problems(part)] + self._of_steps()

    def _of_steps(self) -> list[str]:
        text = _("Step {number}: {problem}")
        return [
            text.format(number=self.route.positions[step.id], problem=problem)
            for step in walk(self.steps)
            for problem in _problems(partial(self.settings, step))
        ]


def fields_for(trigger: Trigger) -> Mapping[str, Field]:
    """Return what conditions of a trigger may compare: the record, and the facts of its event."""
    return {**fields_of(subject_of(trigger.subject)), **trigger.fields}


def tree_of(stored: object, fields: Mapping[str, Field]) -> Tree:
    """Return stored conditions.

    Raises: `Invalid` if a part has an unknown shape, or names a field or record that does not exist any more.
    """
    tree = parse_strict(stored, fields)
    if isinstance(tree, Broken):
        raise Invalid(dict(tree.problems))
    return tree


def read_settings(form: type, stored: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    """Return settings as their form reads them: records instead of ids.

    Raises: `Invalid` by paths such as `settings.owner`.
    """
    unknown = sorted(set(stored) - set(form.base_fields))  # type: ignore[attr-defined]
    misshapen = _misshapen(form.base_fields, stored)  # type: ignore[attr-defined]
    read = form(data={name: _sent(value) for name, value in stored.items() if name not in misshapen})
    look_up(read)
    wrong: dict[str, Sequence[str]] = {
        f"{path}.{name}" if name != "__all__" else path: [str(each) for each in errors]
        for name, errors in read.errors.items()
    }
    wrong |= {f"{path}.{name}": [problem] for name, problem in misshapen.items()}
    known = ", ".join(form.base_fields) or "-"  # type: ignore[attr-defined]
    for name in unknown:
        wrong[f"{path}.{name}"] = [_("There is no such setting. Use {known}.").format(known=known)]
    if wrong:
        raise Invalid(wrong)
    return dict(read.cleaned_data)


def _misshapen(known: Mapping[str, forms.Field], stored: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the JSON types of settings: fields expect what a browser sends."""
    wrong = {}
    for name, value in stored.items():
        field = known.get(name)
        if field is None or isinstance(field, forms.JSONField) or value in (None, ""):
            continue
        if getattr(field.widget, "allow_multiple_selected", False):
            if not isinstance(value, list | tuple):
                wrong[name] = _("Send a list.")
        elif not isinstance(value, str | int | float) or isinstance(value, bool):
            wrong[name] = _("Send a text or a number.")
    return wrong


def _sent(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) else value


def step_settings(
    action: Action, trigger: Trigger, stored: Mapping[str, Any], path: str
) -> Mapping[str, Any]:
    """Return the settings of an action behind a trigger as its form reads them.

    Raises: `Invalid` by paths such as `settings.owner`.
    """
    settings = read_settings(action.form, stored, path)
    if problems := action.check(settings, trigger):
        raise Invalid({f"{path}.{name}": said for name, said in problems.items()})
    return settings


def _problems(read: Any) -> list[str]:
    try:
        read()
    except Invalid as error:
        return [" ".join(sentences) for sentences in error.fields.values()]
    return []
