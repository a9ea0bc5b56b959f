"""The form of a workflow or journey: its trigger, conditions, steps and options."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.automation.domain.options import options_from, shown
from mauntic.automation.domain.steps import MOST_STEPS
from mauntic.automation.forms.branches import ADD, REMOVE
from mauntic.automation.forms.conditions import Conditions
from mauntic.automation.forms.options import ENDS, HOURS, NUMBERS, SWITCHES, End, option_fields
from mauntic.automation.forms.settings import SettingsForm
from mauntic.automation.forms.steps import STEPS, Cards, StepCard, edited, edited_rows, entered_steps
from mauntic.automation.models import Definition, Version
from mauntic.automation.registry.actions import actions_for
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.registry.triggers import Trigger, triggers_for
from mauntic.automation.selectors.reading import fields_for
from mauntic.automation.services.definitions.saving import LONGEST_NAME, Draft
from mauntic.kernel.conditions import EVERYTHING
from mauntic.kernel.errors import Invalid

SAVE = "save"
WHEN, SETTINGS = "when", "start"
OF_STEPS = frozenset({"add-step", "remove-step", "up", "down", "move"})


class DefinitionForm(forms.Form):
    """The builder. Buttons change what is entered and check nothing; only a save does.

    Args:
        data: what was sent; None for a form that is shown first.
        kind: `workflow` or `journey`.
        row: what is changed; None for a new one.
        action: the button that was pressed.
    """

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name"), required=False)
    trigger = forms.ChoiceField(
        label=_("When"),
        # Another trigger has other settings.
        widget=forms.Select(attrs={"hx-post": "", "hx-vals": '{"do": "show"}', "hx-trigger": "change"}),
    )
    focus, focused = "", ""
    """The button that was pressed, and the step that it moved or made."""

    def __init__(
        self,
        data: Mapping[str, str] | None = None,
        *,
        kind: str,
        row: Definition | None = None,
        action: str = SAVE,
    ) -> None:
        is_checked = data is not None and action == SAVE
        given = _entered(data) if data is not None else _stored(row)
        super().__init__(data if is_checked else None, initial=given)
        self.kind = kind
        self.known = {each.key: each for each in triggers_for(kind)}
        self.fields["trigger"].choices = [(each.key, each.label) for each in self.known.values()]  # type: ignore[attr-defined]
        self.chosen: Trigger = self.known.get(str(given["trigger"])) or next(iter(self.known.values()))
        self.initial["trigger"] = self.chosen.key
        self._add_options(data, row)
        version = row.current if row else None
        self._fill(data, version)
        if data is not None and action != SAVE:
            self._edit(action, data)

    def _add_options(self, data: Mapping[str, str] | None, row: Definition | None) -> None:
        """Add the options of the kind: fields, and condition builders for those that are conditions."""
        known = shown(options_from(row.options if row else {}), self.kind)
        self.option_names = [name for name in known if name not in ENDS]
        self.fields |= option_fields(self.option_names)
        fields = subject_of(self.chosen.subject).fields()
        self.ends = [
            End(name, ENDS[name], Conditions(name, fields, data=data, stored=stored))
            for name, stored in known.items()
            if name in ENDS
        ]

    def _fill(self, data: Mapping[str, str] | None, version: Version | None) -> None:
        trigger, stored = self.chosen, version if data is None else None
        self.settings = SettingsForm(
            trigger.form,
            SETTINGS,
            trigger,
            data=data,
            stored=stored.trigger_settings if stored else None,
        )
        if self.is_bound:
            self.settings = SettingsForm(
                trigger.form, SETTINGS, trigger, stored=self.settings.raw, is_checked=True
            )
        tree = stored.conditions if stored and stored.conditions != EVERYTHING else {}
        self.conditions = Conditions(WHEN, fields_for(trigger), data=data, stored=tree)
        steps = stored.steps if stored else []
        if data is not None:
            steps = entered_steps(data, STEPS, self.kind, trigger)
        self._show(steps)

    def _show(self, steps: list[dict[str, Any]]) -> None:
        self.entered = steps
        self.steps = Cards(kind=self.kind, trigger=self.chosen, is_checked=self.is_bound).of(steps)

    def _edit(self, action: str, data: Mapping[str, str]) -> None:
        verb, *where = action.split(":")
        if verb in OF_STEPS:
            names = {key.removesuffix("-new"): value for key, value in data.items() if key.endswith("-new")}
            self.focus, self.focused = verb, edited(self.entered, verb, where, names)
            self._show(self.entered)
            self._focus_new()
        elif verb in (ADD, REMOVE):
            self._edit_rows(verb, where)
        elif where and where[0].startswith(STEPS):
            self._edit_inside(verb, where)
        elif end := next((each for each in self.ends if where and each.name == where[0]), None):
            end.conditions.edit(verb, where[1:])
        else:
            self.conditions.edit(verb, where)

    def _focus_new(self) -> None:
        """Give the first input of a new step the focus. Buttons keep it, with the step that they moved."""
        fields = [
            each
            for card in self.steps.walk()
            if card.name == self.focused and card.settings
            for each in card.settings.fields
        ]
        if self.focus == "add-step" and fields:
            fields[0].field.widget.attrs["autofocus"] = True

    def _edit_rows(self, verb: str, where: list[str]) -> None:
        known = {each.key: each for each in actions_for(self.kind, self.chosen.subject)}
        place, _colon, number = edited_rows(self.entered, verb, where, known).partition(":")
        self._show(self.entered)
        for card in self.steps.walk():
            if card.name == place and card.settings and card.settings.rows:
                card.settings.rows.focused = int(number)

    def _edit_inside(self, verb: str, where: list[str]) -> None:
        for card in self.steps.walk():
            if card.name == where[0] and card.settings and card.settings.conditions:
                card.settings.conditions.edit(verb, where[1:])

    def draft(self) -> Draft:
        """Return what was entered. The service checks it."""
        options = {name: self._option(name) for name in self.option_names}
        options |= {each.name: each.conditions.as_json() for each in self.ends}
        return Draft(
            name=self.cleaned_data.get("name", ""),
            trigger=self.chosen.key,
            trigger_settings=self.settings.as_json(),
            conditions=self.conditions.as_json(),
            steps=self.steps.as_json(),
            options=options,
        )

    def _option(self, name: str) -> object:
        value = self.cleaned_data.get(name)
        if isinstance(value, time):
            return value.strftime("%H:%M")
        return value if value is not None else ("" if name in HOURS else 0)

    @property
    def options(self) -> list[forms.BoundField]:
        """Return the fields of the options."""
        return [self[name] for name in self.option_names]

    def refuse(self, error: Invalid) -> None:
        """Add the errors of the service where they belong."""
        for path, problems in error.fields.items():
            said = [problems] if isinstance(problems, str) else [str(each) for each in problems]
            self._refuse(path, said)

    def _refuse(self, path: str, problems: list[str]) -> None:
        if path.startswith("triggerSettings"):
            self.settings.refuse(path.partition(".")[2], problems)
        elif path.startswith("conditions"):
            self.conditions.refuse(path, problems)
        elif end := next((each for each in self.ends if path.startswith(f"options.{each.name}")), None):
            end.conditions.refuse(path, problems)
        elif card := self._card_of(path):
            name = path.removeprefix(card.path).removeprefix(".")
            if name.startswith("settings") and card.settings:
                card.settings.refuse(name.removeprefix("settings").removeprefix("."), problems)
            else:
                card.errors.extend(problems)
        else:
            field = path.removeprefix("options.")
            self.add_error(field if field in self.fields else None, problems)

    def _card_of(self, path: str) -> StepCard | None:
        inside = [card for card in self.steps.walk() if path.startswith(card.path)]
        return max(inside, key=lambda card: len(card.path), default=None)

    @property
    def is_wrong(self) -> bool:
        """Return whether any part has an error."""
        cards = any(card.is_wrong for card in self.steps.walk())
        ends = any(each.conditions.is_wrong for each in self.ends)
        return bool(self.errors or self.settings.is_wrong or cards or self.conditions.is_wrong or ends)

    @property
    def actions(self) -> list[tuple[str, str]]:
        """Return the actions that can be added, as (key, label)."""
        return [(each.key, str(each.label)) for each in actions_for(self.kind, self.chosen.subject)]

    @property
    def may_add(self) -> bool:
        """Return whether another step fits."""
        return len(list(self.steps.walk())) < MOST_STEPS

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """Return what texts may insert, as (name, label)."""
        found = dict(subject_of(self.chosen.subject).tokens)
        for card in self.steps.walk():
            if card.known:
                found |= card.known.tokens
        return [(name, str(label)) for name, label in found.items()]


def _entered(data: Mapping[str, str]) -> dict[str, Any]:
    names = ("name", "trigger", *NUMBERS, *HOURS)
    return {name: data.get(name, "") for name in names} | {name: name in data for name in SWITCHES}


def _stored(row: Definition | None) -> dict[str, Any]:
    if row is None:
        return {"name": "", "trigger": "", **dict.fromkeys(NUMBERS, 0)}
    options = shown(options_from(row.options), row.kind)
    return {"name": row.name, "trigger": row.current.trigger if row.current else "", **options}
