"""The forms of custom fields: one for a definition, one for the values of a record."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.crm.fields.domain.cleaning import MAX_CUSTOM_TEXT
from mauntic.crm.fields.domain.definitions import LONGEST_LABEL, WITH_CHOICES, Definition, FieldKind
from mauntic.crm.fields.models import LONGEST_HELP, CustomField, FieldOwner, FieldType
from mauntic.crm.fields.services.defining import FieldDraft
from mauntic.kernel.pages.merging import OPENED, MergingForm
from mauntic.kernel.parsing import uuids

BLANK_CHOICES = 3
Person = tuple[str, bool]
"""The name of somebody, and whether they are active."""


class DefinitionForm(forms.Form):
    """A custom field. Records and kind are chosen once."""

    label = forms.CharField(
        label=_("Name"), max_length=LONGEST_LABEL, error_messages={"required": _("Enter a name.")}
    )
    owner = forms.ChoiceField(label=_("Records"), choices=FieldOwner.choices, initial=FieldOwner.CONTACT)
    kind = forms.ChoiceField(label=_("Kind"), choices=FieldType.choices, initial=FieldType.TEXT)
    help_text = forms.CharField(
        label=_("Help"),
        max_length=LONGEST_HELP,
        required=False,
        help_text=_("Shown below the field in forms."),
    )

    def __init__(self, *args: Any, row: CustomField | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        if row:
            for name in ("owner", "kind"):
                self.fields[name].disabled = True

    @property
    def has_choices(self) -> bool:
        """Whether the chosen kind has choices."""
        return self["kind"].value() in WITH_CHOICES

    def draft(self, choices: Sequence[tuple[str, str]]) -> FieldDraft:
        """Return the field to save. Args: `choices` are keys and labels; other kinds take none."""
        return FieldDraft(**self.cleaned_data, choices=tuple(choices) if self.has_choices else ())


class ChoiceForm(forms.Form):
    """A choice. An empty name removes it."""

    key = forms.CharField(required=False, max_length=LONGEST_LABEL, widget=forms.HiddenInput)
    label = forms.CharField(
        required=False,
        max_length=LONGEST_LABEL,
        label=_("Choice"),
        widget=forms.TextInput({"class": "form-control form-control-sm"}),
    )


def choices_formset(
    data: Mapping[str, Any] | None, row: CustomField | None, *, more: int = 0
) -> "forms.BaseFormSet[ChoiceForm]":
    """Return the choices of a field as inputs, with empty ones to fill.

    Args:
        data: what was posted.
        row: the field, if it exists.
        more: how many empty inputs to add to those that were posted.
    """
    offered = row.definition.offered if row else []
    initial = [{"key": each.key, "label": each.label} for each in offered]
    factory = forms.formset_factory(ChoiceForm, extra=BLANK_CHOICES, max_num=1_000)
    if data is None or not more:
        return factory(data, initial=initial, prefix="choices")
    posted = factory(data, initial=initial, prefix="choices")
    total = posted.total_form_count()
    # As a draft, unbound: nothing is refused before it is saved.
    values = [
        {name: str(data.get(f"choices-{place}-{name}", "")) for name in ("key", "label")}
        for place in range(total)
    ]
    return forms.formset_factory(ChoiceForm, extra=more, max_num=1_000)(initial=values, prefix="choices")


def posted_choices(formset: "forms.BaseFormSet[ChoiceForm]") -> list[tuple[str, str]]:
    """Return the keys and labels of the filled choices of a valid formset, in order."""
    found = (form.cleaned_data for form in formset)
    return [(each.get("key", ""), each["label"]) for each in found if each.get("label")]


class ValuesForm(MergingForm):
    """The custom fields of a record, named `custom:<key>`. The CRM reads each value.

    Args: `definitions` are the fields by key, and `values` those of the record now.
    """

    def __init__(
        self, *args: Any, definitions: Mapping[str, Definition], values: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = _people(definitions, values)
        for key, known in definitions.items():
            name = f"{CUSTOM}{key}"
            held = (*_listed(values.get(key)), *str(self.data.get(f"{OPENED}{name}", "")).split(", "))
            self.fields[name] = value_field(known, held, people)
            self.initial[name] = value_initial(known, values.get(key))

    def clean(self) -> dict[str, Any]:
        """Refuse what was entered for a field that was archived meanwhile: it would be lost unseen."""
        cleaned = super().clean()
        gone = [
            name.removeprefix(CUSTOM)
            for name in self.data
            if name.startswith(CUSTOM) and name not in self.fields and self._is_changed(name)
        ]
        if gone:
            text = _(
                "Meanwhile ops archived {keys}: what you entered there is not saved. Save the rest again."
            )
            self.add_error(None, text.format(keys=", ".join(gone)))
        return cleaned

    def _is_changed(self, name: str) -> bool:
        return bool(self._given_text(name) != str(self.data.get(f"{OPENED}{name}", "")))

    def custom_values(self) -> dict[str, Any]:
        """Return the values that were sent, by key; without those of others in a conflict.

        Unticked boxes send nothing, but the value that they were opened with.
        """
        sent = [name for name in self.merged_names if name in self.data or f"{OPENED}{name}" in self.data]
        given = {name: self.cleaned_data[name] for name in sent if name.startswith(CUSTOM)}
        return {name.removeprefix(CUSTOM): value for name, value in self.chosen(given).items()}


def value_field(known: Definition, held: Sequence[str], people: Mapping[str, Person]) -> forms.Field:
    """Return the form field of a custom field. What is typed is text; the CRM reads it.

    Args:
        known: the custom field.
        held: what the record has, and what the form was opened with: they stay offered.
        people: by id, those who left included.
    """
    options: dict[str, Any] = {"label": known.label, "help_text": known.help_text, "required": False}
    if known.kind not in _OFFERED:
        widget = _WIDGETS.get(known.kind, forms.TextInput)
        return forms.CharField(widget=widget(), max_length=MAX_CUSTOM_TEXT, **options)
    offered = _OFFERED[known.kind](known, held, people)
    options["error_messages"] = {"invalid_choice": _("This choice is no longer offered. Choose another one.")}
    if known.kind is FieldKind.MULTI_CHOICE:
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(choices=[("", _("None")), *offered], **options)


def _listed(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each is not None]


def _people(definitions: Mapping[str, Definition], values: Mapping[str, Any]) -> dict[str, Person]:
    """Return the people whom fields offer, and those in values, in one query or none."""
    keys = [key for key, known in definitions.items() if known.kind is FieldKind.PERSON]
    if not keys:
        return {}
    held = uuids(str(values.get(key, "")) for key in keys)
    found = User.objects.filter(Q(is_active=True) | Q(pk__in=held)).order_by("name", "email")
    return {str(user.pk): (str(user), user.is_active) for user in found}


def _choices(known: Definition, held: Sequence[str], _people: Mapping[str, Person]) -> list[tuple[str, Any]]:
    offered = [(each.key, each.label) for each in known.choices if not each.is_off or each.key in held]
    there = {choice.key for choice in known.choices}
    if known.kind is FieldKind.MULTI_CHOICE:
        return offered
    return [*offered, *((each, each) for each in dict.fromkeys(held) if each and each not in there)]


def _persons(_known: Definition, held: Sequence[str], people: Mapping[str, Person]) -> list[tuple[str, Any]]:
    offered = [(pk, name) for pk, (name, is_active) in people.items() if is_active or pk in held]
    unknown = [each for each in dict.fromkeys(held) if each and each not in people]
    return [*offered, *((each, _("Somebody who left")) for each in unknown)]


_OFFERED: Mapping[
    FieldKind, Callable[[Definition, Sequence[str], Mapping[str, Person]], Sequence[tuple[str, Any]]]
] = {
    FieldKind.CHOICE: _choices,
    FieldKind.MULTI_CHOICE: _choices,
    FieldKind.BOOLEAN: lambda _known, _held, _people: [("yes", _("Yes")), ("no", _("No"))],
    FieldKind.PERSON: _persons,
}
_WIDGETS: Mapping[FieldKind, Callable[[], forms.Widget]] = {
    FieldKind.LONG_TEXT: partial(forms.Textarea, {"rows": 4}),
    FieldKind.DATE: partial(forms.TextInput, {"type": "date"}),
    FieldKind.NUMBER: partial(forms.TextInput, {"inputmode": "decimal"}),
    FieldKind.MONEY: partial(forms.TextInput, {"inputmode": "decimal"}),
    FieldKind.URL: partial(forms.TextInput, {"inputmode": "url"}),
}


def value_initial(known: Definition, value: Any) -> Any:
    """Return a stored value as its form field shows it."""
    if known.kind is FieldKind.BOOLEAN and isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, list) else "" if value is None else str(value)
