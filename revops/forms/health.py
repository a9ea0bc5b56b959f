"""The form of what counts for the health of a deal."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms

from revops.domain.health_settings import LARGEST_WEIGHT, Weighed
from revops.selectors.health import WarningCount
from revops.services.health_settings import WarningChange


class WarningRow(NamedTuple):
    """The fields of a warning beside what it does now; `limit` is None where there is nothing to set."""

    kind: WarningCount
    enabled: forms.BoundField
    weight: forms.BoundField
    limit: forms.BoundField | None


class WarningsForm(forms.Form):
    """Each warning and strength: whether, how much, and from when on it counts."""

    def __init__(
        self, *args: Any, counts: Sequence[WarningCount], may_change: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.counts = counts
        for count in counts:
            for name, field in _fields(count.setting).items():
                field.disabled = not may_change
                self.fields[f"{count.setting.key}-{name}"] = field

    def warnings(self) -> Iterator[WarningRow]:
        """What speaks against a deal."""
        return (self._row(count) for count in self.counts if not count.setting.is_strength)

    def strengths(self) -> Iterator[WarningRow]:
        """What speaks for a deal."""
        return (self._row(count) for count in self.counts if count.setting.is_strength)

    def changes(self) -> list[WarningChange]:
        """What was entered."""
        return [self._change(count.setting.key) for count in self.counts]

    def _row(self, count: WarningCount) -> WarningRow:
        key = count.setting.key
        limit = self[f"{key}-limit"] if f"{key}-limit" in self.fields else None
        return WarningRow(count, self[f"{key}-enabled"], self[f"{key}-weight"], limit)

    def _change(self, key: str) -> WarningChange:
        entered = self.cleaned_data
        return WarningChange(
            key=key,
            enabled=entered[f"{key}-enabled"],
            weight=entered[f"{key}-weight"],
            limit=entered.get(f"{key}-limit"),
        )


def _fields(setting: Weighed) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        "enabled": forms.BooleanField(
            required=False,
            initial=setting.enabled,
            widget=forms.CheckboxInput(
                attrs={"class": "form-check-input", "aria-label": f"{setting.label} counts"}
            ),
        ),
        "weight": forms.IntegerField(
            initial=setting.weight,
            widget=_number(f"Points for {setting.label}", min=0, max=LARGEST_WEIGHT),
            error_messages=_said("Write a whole number of points from 0 to 100."),
        ),
    }
    if setting.limit is not None:
        fields["limit"] = forms.DecimalField(
            initial=f"{setting.limit:f}",
            required=False,
            decimal_places=2,
            widget=_number(f"{setting.label}: from how many {setting.unit}", min=0, step="any"),
            error_messages=_said(f"Write a number of {setting.unit} above 0, such as {setting.limit:f}.")
            | {"max_decimal_places": "Write at most two decimals."},
        )
    return fields


def _number(label: str, **attributes: Any) -> forms.NumberInput:
    css = "form-control form-control-sm health-number"
    return forms.NumberInput(attrs={"class": css, "aria-label": label, **attributes})


def _said(sentence: str) -> dict[str, str]:
    return dict.fromkeys(("invalid", "required"), sentence)
