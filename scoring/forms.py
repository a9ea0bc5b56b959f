"""The form of the scoring settings: weight and switch of each factor."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from mauntic.kernel.errors import Invalid
from scoring.models import ModelFactor, ModelVersion
from scoring.models.model import WIDEST_WEIGHT
from scoring.services import FactorChange


@dataclass(frozen=True, slots=True)
class Row:
    """A factor with its two fields and the count of leads that it applies to."""

    row: ModelFactor
    weight: forms.BoundField
    enabled: forms.BoundField
    leads: int


class FactorsForm(forms.Form):
    """A weight and a switch per factor of a version."""

    def __init__(self, *args: Any, version: ModelVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(version.factors.all())
        for row in self.rows:
            label = row.weighted().factor.label
            self.fields[f"{row.factor}-weight"] = _weight_field(row.weight, label)
            self.fields[f"{row.factor}-enabled"] = _switch_field(label, enabled=row.enabled)

    def grouped(self, leads: dict[str, int]) -> Iterator[tuple[str, list[Row]]]:
        """The factors by category, in words, in the order of the version."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows:
            weight, enabled = self[f"{row.factor}-weight"], self[f"{row.factor}-enabled"]
            shown = Row(row, weight, enabled, leads[row.factor])
            groups.setdefault(row.get_category_display(), []).append(shown)
        yield from groups.items()

    def changes(self) -> list[FactorChange]:
        """What was entered, for `set_factors`."""
        return [
            FactorChange(
                category=row.category,
                factor=row.factor,
                weight=self.cleaned_data[f"{row.factor}-weight"],
                enabled=self.cleaned_data[f"{row.factor}-enabled"],
            )
            for row in self.rows
        ]

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused at the weights of the factors."""
        for factor, said in error.fields.items():
            self.add_error(f"{factor}-weight", said)


def _weight_field(weight: Decimal, label: str) -> forms.DecimalField:
    # Text with a numeric keyboard: a number input cannot be told its width where styles may not be inline.
    widget = forms.TextInput(
        attrs={
            "class": "form-control form-control-sm w-auto text-end num",
            "size": 5,
            "inputmode": "decimal",
            "aria-label": f"Points for {label}",
        }
    )
    return forms.DecimalField(
        min_value=-WIDEST_WEIGHT,
        max_value=WIDEST_WEIGHT,
        decimal_places=2,
        initial=weight.normalize() if weight % 1 else int(weight),
        widget=widget,
    )


def _switch_field(label: str, *, enabled: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(
        attrs={"class": "form-check-input", "role": "switch", "aria-label": f"Use {label}"}
    )
    return forms.BooleanField(required=False, initial=enabled, widget=widget)
