"""Forms of deal imports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from revops.deal_imports.domain.file import LABELS
from revops.deal_imports.models import DealImport


class MappingForm(forms.Form):
    """The column of each field, and how to handle unknown owners."""

    unknown_owner = forms.ChoiceField(choices=DealImport.UnknownOwner.choices, label=_("Unknown owners"))

    def __init__(self, data: Mapping[str, Any] | None, *, job: DealImport) -> None:
        super().__init__(data, initial={**job.mapping, "unknown_owner": job.unknown_owner})
        columns = [("", gettext("Not in the file")), *((column, column) for column in job.columns)]
        for name, label in LABELS.items():
            self.fields[name] = forms.ChoiceField(choices=columns, label=str(label), required=False)
        self.order_fields([*LABELS, "unknown_owner"])

    @property
    def mapping(self) -> dict[str, str]:
        """Return the column of each field that the file has."""
        return {name: self.cleaned_data[name] for name in LABELS if self.cleaned_data.get(name)}
