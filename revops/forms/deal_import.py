"""Forms of the import of deals."""

from collections.abc import Mapping
from typing import Any

from django import forms

from revops.domain.deal_file import FIELDS
from revops.models import DealImport


class UploadForm(forms.Form):
    """A file of deals."""

    file = forms.FileField(
        label="CSV or Excel file",
        help_text="The first row holds the names of the columns.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class MappingForm(forms.Form):
    """Which column holds which field, and what becomes of owners whom nobody knows."""

    unknown_owner = forms.ChoiceField(
        choices=DealImport.UnknownOwner.choices, label="When the owner is nobody here"
    )

    def __init__(self, data: Mapping[str, Any] | None, *, job: DealImport) -> None:
        super().__init__(data, initial={**job.mapping, "unknown_owner": job.unknown_owner})
        columns = [("", "Not in the file"), *((column, column) for column in job.columns)]
        for name, field in FIELDS.items():
            self.fields[name] = forms.ChoiceField(choices=columns, label=field.label, required=False)
        self.order_fields([*FIELDS, "unknown_owner"])

    @property
    def mapping(self) -> dict[str, str]:
        """Field -> column, of those that are in the file."""
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)}
