"""What an event would say: the inputs of a dry run."""

from typing import Any

from django import forms

from mauntic.automation.registry.triggers import EVENT, Trigger
from mauntic.kernel.conditions import Field, Kind


class FactsForm(forms.Form):
    """An input for each fact of a trigger. None of them is required."""

    def __init__(self, data: Any, *, trigger: Trigger) -> None:
        super().__init__(data, prefix="fact")
        for key, field in trigger.fields.items():
            self.fields[key.removeprefix(EVENT)] = _input(field)

    def facts(self) -> dict[str, Any]:
        """Return what was entered; empty if nothing was, or something is wrong."""
        if not self.is_valid():
            return {}
        given = {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in self.cleaned_data.items()
        }
        return {key: value for key, value in given.items() if value not in ("", None)}


def _input(field: Field) -> forms.Field:
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return forms.FloatField(label=str(field.label), required=False)
    if field.kind is Kind.DATE:
        return forms.DateField(
            label=str(field.label), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )
    if field.choices:
        return forms.ChoiceField(label=str(field.label), required=False, choices=[("", "–"), *field.choices])
    return forms.CharField(label=str(field.label), required=False, max_length=200)
