"""The forms of custom fields: one for a definition, one for the values of a record."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mauntic.accounts.models import User
from mauntic.crm.fields.domain.catalog import CUSTOM
from mauntic.crm.fields.domain.cleaning import MAX_CUSTOM_TEXT
from mauntic.crm.fields.domain.definitions import LONGEST_LABEL, WITH_CHOICES, Definition, FieldKind
from mauntic.crm.fields.models import LONGEST_HELP, CustomField, FieldOwner, FieldType
from mauntic.crm.fields.services.defining import FieldDraft
from mauntic.kernel.pages.merging import OPENED, MergingForm

BLANK_CHOICES = 3


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
        for key, known in definitions.items():
            self.fields[f"{CUSTOM}{key}"] = value_field(known)
            self.initial[f"{CUSTOM}{key}"] = value_initial(known, values.get(key))

    def custom_values(self) -> dict[str, Any]:
        """Return the values that were sent, by key; without those of others in a conflict.

        Unticked boxes send nothing, but the value that they were opened with.
        """
        sent = [name for name in self.merged_names if name in self.data or f"{OPENED}{name}" in self.data]
        given = {name: self.cleaned_data[name] for name in sent if name.startswith(CUSTOM)}
        return {name.removeprefix(CUSTOM): value for name, value in self.chosen(given).items()}


def value_field(known: Definition) -> forms.Field:
    """Return the form field of a custom field. What is typed is text; the CRM reads it."""
    options: dict[str, Any] = {"label": known.label, "help_text": known.help_text, "required": False}
    if known.kind is FieldKind.MULTI_CHOICE:
        offered = [(each.key, each.label) for each in known.choices]
        return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **options)
    if known.kind in _OFFERED:
        return forms.ChoiceField(choices=[("", _("None")), *_OFFERED[known.kind](known)], **options)
    widget = _WIDGETS.get(known.kind, forms.TextInput)
    return forms.CharField(widget=widget(), max_length=MAX_CUSTOM_TEXT, **options)


def _people(known: Definition) -> list[tuple[str, str]]:  # noqa: ARG001 (one shape for all)
    people = User.objects.filter(is_active=True).order_by("name", "email")
    return [(str(each.pk), str(each)) for each in people]


_OFFERED: Mapping[FieldKind, Callable[[Definition], Sequence[tuple[str, Any]]]] = {
    FieldKind.CHOICE: lambda known: [(each.key, each.label) for each in known.choices],
    FieldKind.BOOLEAN: lambda _known: [("yes", _("Yes")), ("no", _("No"))],
    FieldKind.PERSON: _people,
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
