"""The settings of a trigger or an action in the builder.

What a form asks for as JSON gets inputs of its own here: conditions their builder, the settings of an event
the form of this trigger, and lists their rows.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from mauntic.automation.forms.conditions import Conditions
from mauntic.automation.forms.narrowing import NarrowedForm
from mauntic.automation.forms.rows import Rows, rows_of
from mauntic.automation.registry.triggers import Trigger, told_by_events, trigger_named
from mauntic.automation.selectors.reading import fields_for
from mauntic.kernel.values.json_values import read_json

CONDITIONS, EVENT, EVENT_SETTINGS = "conditions", "event", "event_settings"
EMPTY: tuple[Any, ...] = ("", None, [], {}, ())


class SettingsForm:
    """A form of settings under a prefix.

    Args:
        form: the form that the registry names.
        name: the prefix of the inputs.
        trigger: what the steps follow: conditions compare its fields.
        data: the sent inputs; else `stored` is shown.
        stored: the settings as JSON, checked or not; None shows what new ones begin with.
        is_checked: whether errors are shown.
    """

    def __init__(
        self,
        form: type[forms.Form],
        name: str,
        trigger: Trigger,
        *,
        data: Mapping[str, str] | None = None,
        stored: Mapping[str, Any] | None = None,
        is_checked: bool = False,
    ) -> None:
        self.name, self.trigger, self.is_checked = name, trigger, is_checked
        given = dict(stored or {})
        known: Mapping[str, forms.Field] = form.base_fields
        for key, field in known.items():
            if data is None and isinstance(field, forms.JSONField) and field.initial is not None:
                given.setdefault(key, field.initial)
        self.conditions = self._conditions(known, data, given)
        self.inner = self._inner(known, data, given)
        self.rows = rows_of(form, name, data, given)
        self.raw = given if data is None else self._sent(form(prefix=name), data)
        self.form = self._shown(form)

    def _conditions(
        self, known: Mapping[str, forms.Field], data: Mapping[str, str] | None, given: Mapping[str, Any]
    ) -> Conditions | None:
        if CONDITIONS not in known:
            return None
        stored = given.get(CONDITIONS) or {}
        return Conditions(f"{self.name}-w", fields_for(self.trigger), data=data, stored=stored)

    def _inner(
        self, known: Mapping[str, forms.Field], data: Mapping[str, str] | None, given: Mapping[str, Any]
    ) -> "SettingsForm | None":
        if EVENT_SETTINGS not in known:
            return None
        event = data.get(f"{self.name}-{EVENT}", "") if data is not None else given.get(EVENT, "")
        first = next((each.key for each in told_by_events(self.trigger.subject)), "")
        awaited = trigger_named(str(event) or first)
        if awaited is None:
            return None
        stored = given.get(EVENT_SETTINGS) or {}
        return SettingsForm(
            awaited.form,
            f"{self.name}-e",
            self.trigger,
            data=data,
            stored=stored,
            is_checked=self.is_checked,
        )

    def _sent(self, form: forms.Form, data: Mapping[str, str]) -> dict[str, Any]:
        found = {
            key: _value(field, field.widget.value_from_datadict(data, {}, form.add_prefix(key)))
            for key, field in form.fields.items()
            if key not in self._special
        }
        return found | self._specials()

    @property
    def _special(self) -> set[str]:
        parts = {CONDITIONS: self.conditions, EVENT_SETTINGS: self.inner}
        found = {key for key, part in parts.items() if part is not None}
        return found | ({self.rows.key} if self.rows else set())

    def _specials(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.conditions is not None:
            found[CONDITIONS] = self.conditions.as_json()
        if self.inner is not None:
            found[EVENT_SETTINGS] = self.inner.raw
        if self.rows is not None:
            found[self.rows.key] = self.rows.value
        return found

    def _shown(self, form: type[forms.Form]) -> forms.Form:
        if self.is_checked:
            given = self.as_json()
            shown = form(
                data={f"{self.name}-{key}": self._text(form, key, value) for key, value in given.items()},
                prefix=self.name,
            )
        else:
            shown = form(initial=self.raw, prefix=self.name)
        for field in shown.fields.values():
            _dress(field)
        if EVENT_SETTINGS in shown.fields:
            # Another event has other settings.
            attrs = {"hx-post": "", "hx-vals": '{"do": "show"}', "hx-trigger": "change"}
            shown.fields[EVENT].widget.attrs.update(attrs)
        if isinstance(shown, NarrowedForm):
            shown.narrow(self.trigger.subject)
        return shown

    def _text(self, form: type[forms.Form], key: str, value: Any) -> Any:
        """Return a value as a form is sent it: lists and objects that have an input as text."""
        is_json = isinstance(form.base_fields.get(key), forms.JSONField) and key not in self._special
        return json.dumps(value) if is_json and not isinstance(value, str) else value

    @property
    def fields(self) -> list[forms.BoundField]:
        """Return the fields that have an input of their own."""
        return [self.form[key] for key in self.form.fields if key not in self._special]

    def as_json(self) -> dict[str, Any]:
        """Return the settings as they are sent to be saved: without empty ones."""
        found = {key: value for key, value in self.raw.items() if value not in EMPTY}
        if self.conditions is not None:
            found[CONDITIONS] = self.conditions.as_json()
        if self.inner is not None:
            found[EVENT_SETTINGS] = self.inner.as_json()
        if self.rows is not None:
            found[self.rows.key] = self.rows.value
        return {key: value for key, value in found.items() if value not in EMPTY}

    @property
    def errors(self) -> list[str]:
        """Return what is wrong with no field of its own."""
        if not self.form.is_bound:
            return []
        found = [str(each) for each in self.form.non_field_errors()]
        if self.conditions is not None and not self.conditions.as_json():
            return [*found, _("Add at least one condition.")]
        shown = self._special - ({self.rows.key} if self.rows else set())
        return found + [str(each) for key in shown for each in self.form.errors.get(key, [])]

    @property
    def shown_rows(self) -> Rows | None:
        """Return the rows with what is wrong with them."""
        if self.rows is not None and self.form.is_bound:
            self.rows.errors = [str(each) for each in self.form.errors.get(self.rows.key, [])]
        return self.rows

    @property
    def is_wrong(self) -> bool:
        """Return whether a setting has an error."""
        is_inner_wrong = self.inner is not None and self.inner.is_wrong
        return bool(self.form.errors or is_inner_wrong or (self.conditions and self.conditions.is_wrong))

    def refuse(self, path: str, problems: Sequence[str]) -> None:
        """Show what is wrong at the setting of a path, such as `subject` or `conditions.all[0]`."""
        key = path.partition(".")[0].partition("[")[0]
        if key == CONDITIONS and self.conditions is not None:
            if not self.form.has_error(CONDITIONS):
                self.conditions.refuse(path, problems)
            return
        is_shown = key not in self._special or (self.rows is not None and key == self.rows.key)
        name = key if key in self.form.fields and is_shown else None
        if not self.form.has_error(name or NON_FIELD_ERRORS):
            self.form.add_error(name, [str(each) for each in problems])


def _value(field: forms.Field, given: Any) -> Any:
    """Return what was sent for a field; lists and objects as such, if they can be read."""
    if not isinstance(field, forms.JSONField) or not isinstance(given, str) or not given.strip():
        return given
    try:
        return read_json(given)
    except ValueError:
        return given


def _dress(field: forms.Field) -> None:
    """Give days and times the browser's own inputs."""
    if isinstance(field, forms.DateField):
        field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    elif isinstance(field, forms.TimeField):
        field.widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    elif isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
        field.widget.attrs.setdefault("rows", 4)
