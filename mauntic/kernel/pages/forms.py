"""Fields of forms with the product's limits, and its errors at the fields that they name."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseForm
from django.forms.fields import InvalidJSONInput

from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.time.calendar import is_in_range, out_of_range
from mauntic.kernel.values.json_values import read_json

# What PostgreSQL's integer holds.
LARGEST_NUMBER = 2_147_483_647


def validate_in_range(day: date) -> None:
    """Check that a date or time is within the supported years.

    Raises: `ValidationError` if it is not.
    """
    if not is_in_range(day):
        raise forms.ValidationError(out_of_range())


class DayField(forms.DateField):
    """A date between 1970 and 2200."""

    default_validators = [validate_in_range]


class MomentField(forms.DateTimeField):
    """A moment between 1970 and 2200."""

    default_validators = [validate_in_range]


class StorableJSONField(forms.JSONField):
    """A JSON value that can be stored: of limited depth, with texts and numbers that the database takes."""

    def to_python(self, value: Any) -> Any:
        """Return the value. Texts are read as JSON.

        Raises: `ValidationError`.
        """
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        try:
            return read_json(value)
        except json.JSONDecodeError:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid", params={"value": value}
            ) from None
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what is shown again. What cannot be read is shown as it was sent."""
        try:
            return super().bound_data(data, initial)
        except (RecursionError, ValueError):
            return InvalidJSONInput(data)


def add_errors(form: BaseForm, error: MaunticError, *, names: Mapping[str, str] | None = None) -> None:
    """Show what a service refused at the fields it names, and the rest above the form.

    Args: `names` has the form's fields by the names that the service knows them by, where these differ.
    """
    if not isinstance(error, Invalid):
        form.add_error(None, error.message)
        return
    for refused, sentences in error.fields.items():
        name = (names or {}).get(refused, refused)
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def checked(form: BaseForm) -> dict[str, Any]:
    """Return the cleaned values of a form that has no page to show its errors on.

    Raises: `Invalid` with the form's sentences by field, each behind the label of its field.
    """
    if not form.is_valid():
        raise Invalid({name: _labeled(form, name, found) for name, found in form.errors.items()})
    return form.cleaned_data


def _labeled(form: BaseForm, name: str, found: Iterable[object]) -> list[str]:
    label = f"{form[name].label}: " if name in form.fields else ""
    return [f"{label}{sentence}" for sentence in found]


def sentences(form: BaseForm) -> str:
    """Return all errors of a form as one text, for a message."""
    return " ".join(str(each) for found in form.errors.values() for each in found)
