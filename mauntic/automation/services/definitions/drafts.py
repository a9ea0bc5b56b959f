"""Check what somebody wants a workflow or journey to say; errors name each part by its path."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from mauntic.automation.domain.steps import DEEPEST, LONGEST_ID, MOST_STEPS
from mauntic.automation.models import Kind
from mauntic.automation.registry.actions import Action, actions_for
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.registry.triggers import Trigger, triggers_for
from mauntic.automation.selectors.reading import fields_for, read_settings, step_settings
from mauntic.automation.services.definitions.stored import as_json
from mauntic.delivery.messages.domain.tokens import unknown_tokens
from mauntic.kernel.conditions import EVERYTHING, find_contradictions, parse
from mauntic.kernel.conditions import as_json as tree_as_json
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id

Read = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
KEYS = frozenset({"id", "action", "settings", "branches"})


def checked_version(
    *,
    kind: Kind,
    trigger: str,
    trigger_settings: Mapping[str, Any],
    conditions: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the columns of a version of what somebody sent.

    Raises: `Invalid` with a sentence for each wrong part, by paths such as `steps[0].settings.subject`.
    """
    found = {each.key: each for each in triggers_for(kind)}
    if trigger not in found:
        raise Invalid({"trigger": _("Use one of {known}.").format(known=", ".join(found))})
    checker = _Checker(kind, found[trigger])
    stored = {
        "trigger": trigger,
        "trigger_settings": checker.trigger_settings(trigger_settings),
        "conditions": checker.conditions(conditions),
        "steps": checker.steps(steps, "steps", 1),
    }
    if not checker.count:
        checker.problems.setdefault("steps", [_("Add at least one step.")])
    if checker.count > MOST_STEPS:
        checker.problems["steps"] = [
            _("Use at most {most} steps, not {count}.").format(most=MOST_STEPS, count=checker.count)
        ]
    if checker.problems:
        raise Invalid(checker.problems)
    return stored


@dataclass
class _Checker:
    """Checks the parts of a version, and collects what is wrong."""

    kind: Kind
    trigger: Trigger
    problems: dict[str, Sequence[str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    count: int = 0

    def trigger_settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the settings of the trigger as they are stored."""
        read = partial(read_settings, self.trigger.form)
        return self._settings(read, given, "triggerSettings")

    def conditions(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the conditions as they are stored. None given asks nothing."""
        if not given:
            return dict(EVERYTHING)
        try:
            tree = parse(given, fields_for(self.trigger), strict=True)
        except Invalid as error:
            self.problems |= error.fields
            return {}
        if clashes := find_contradictions(tree):
            self.problems["conditions"] = [str(clash) for clash in clashes]
        return tree_as_json(tree)

    def steps(self, given: Any, path: str, depth: int) -> list[dict[str, Any]]:
        """Return steps as they are stored."""
        if not isinstance(given, Sequence) or isinstance(given, str):
            self.problems[path] = [_("Send a list of steps.")]
            return []
        if depth > DEEPEST:
            self.problems[path] = [
                _("Splits are nested too deeply. The maximum is {most}.").format(most=DEEPEST - 1)
            ]
            return []
        if self.count + len(given) > MOST_STEPS:
            self.count += len(given)
            return []
        return [self._step(each, f"{path}[{number}]", depth) for number, each in enumerate(given)]

    def _step(self, given: Any, path: str, depth: int) -> dict[str, Any]:
        self.count += 1
        if not isinstance(given, Mapping):
            self.problems[path] = [_('Send {"action", "settings"}.')]
            return {}
        for name in sorted(set(given) - KEYS):
            self.problems[f"{path}.{name}"] = [
                _("Leave this out: a step has {known}.").format(known=", ".join(sorted(KEYS)))
            ]
        known = {each.key: each for each in actions_for(self.kind, self.trigger.subject)}
        action = known.get(str(given.get("action", "")))
        if action is None:
            self.problems[f"{path}.action"] = [_("Use one of {known}.").format(known=", ".join(known))]
            return {}
        read = partial(step_settings, action, self.trigger)
        settings = self._settings(read, given.get("settings", {}), f"{path}.settings")
        self._check_tokens(action, settings, path)
        step = {"id": self._id(given.get("id"), path), "action": action.key, "settings": settings}
        branches = self._branches(action, settings, given.get("branches", {}), path, depth)
        return step | ({"branches": branches} if branches else {})

    def _branches(
        self, action: Action, settings: Mapping[str, Any], given: Any, path: str, depth: int
    ) -> dict[str, list[dict[str, Any]]]:
        if any(problem.startswith(f"{path}.settings") for problem in self.problems):
            return {}  # the settings say which branches there are
        names = list(action.branches(settings)) if action.branches else []
        if not isinstance(given, Mapping) or set(given) - set(names):
            known = ", ".join(names) or _("none")
            self.problems[f"{path}.branches"] = [
                _("This step has these branches: {known}.").format(known=known)
            ]
            return {}
        return {name: self.steps(given.get(name, []), f"{path}.branches.{name}", depth + 1) for name in names}

    def _settings(self, read: Read, given: Any, path: str) -> dict[str, Any]:
        if not isinstance(given, Mapping):
            self.problems[path] = [_("Send the settings by their names.")]
            return {}
        try:
            return as_json(read(given, path))
        except Invalid as error:
            self.problems |= error.fields
            return {}

    def _check_tokens(self, action: Action, settings: Mapping[str, Any], path: str) -> None:
        tokens = {**subject_of(self.trigger.subject).tokens, **action.tokens}
        for name in action.texts:
            unknown = unknown_tokens(str(settings.get(name, "")), tokens)
            if unknown:
                text = _("There is no value for {unknown}. Use one of {known}.")
                said = text.format(unknown=", ".join(unknown), known=", ".join(tokens))
                self.problems[f"{path}.settings.{name}"] = [said]

    def _id(self, given: Any, path: str) -> str:
        if given in (None, ""):
            return new_id().hex
        step_id = str(given)
        if len(step_id) > LONGEST_ID or not step_id.isalnum() or step_id in self.ids:
            self.problems[f"{path}.id"] = [_("Leave out the id of a new step.")]
        self.ids.add(step_id)
        return step_id
