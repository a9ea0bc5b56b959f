"""Forms of the actions on leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.automation.services.actions.leads import ALLOWED, OTHER, value_problem
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.crm.fields.selectors.definitions import definitions

LONGEST_VALUE = 1_000


def _custom_fields() -> list[tuple[str, str]]:
    known = definitions("contact")
    return [("", _("None")), *((key, each.label) for key, each in known.items())]


class FieldForm(forms.Form):
    """A field of a lead, and its value."""

    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        choices=[
            *((name, FIELDS[name].caption) for name in ALLOWED),
            (OTHER, gettext_lazy("A custom field")),
        ],
    )
    custom = forms.ChoiceField(
        label=gettext_lazy("Custom field"),
        required=False,
        choices=_custom_fields,
        error_messages={"invalid_choice": gettext_lazy("This custom field does not exist, or is archived.")},
    )
    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        max_length=LONGEST_VALUE,
        help_text=gettext_lazy("May have tokens. Leave it empty to empty the field."),
    )

    def clean(self) -> dict[str, Any]:
        """Check the value as the CRM does."""
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        is_custom = given["field"] == OTHER
        if is_custom and not given.get("custom"):
            self.add_error("custom", _("Choose a custom field."))
        elif not is_custom and given.get("custom"):
            self.add_error("custom", _("Leave this out, or choose a custom field."))
        elif problem := value_problem(given):
            self.add_error("value", problem)
        return given
