"""The form of the settings of deal health."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from revops.health.domain.settings import LARGEST_WEIGHT, Weighed
from revops.health.selectors.deals import WarningCount
from revops.health.services.settings import WarningChange


class WarningRow(NamedTuple):
    """The fields of a warning. `limit` is None if the warning has no limit."""

    kind: WarningCount
    enabled: forms.BoundField
    weight: forms.BoundField
    limit: forms.BoundField | None


class WarningsForm(forms.Form):
    """Whether each warning and strength counts, its points, and its limit."""

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
        """Return the rows of the warnings."""
        return (self._row(count) for count in self.counts if not count.setting.is_strength)

    def strengths(self) -> Iterator[WarningRow]:
        """Return the rows of the strengths."""
        return (self._row(count) for count in self.counts if count.setting.is_strength)

    def changes(self) -> list[WarningChange]:
        """Return the entered settings."""
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
                attrs={
                    "class": "form-check-input",
                    "aria-label": _("{warning} counts").format(warning=setting.label),
                }
            ),
        ),
        "weight": forms.IntegerField(
            initial=setting.weight,
            widget=_number(
                _("Points for {warning}").format(warning=setting.label), min=0, max=LARGEST_WEIGHT
            ),
            error_messages=_messages(_("Enter whole points from 0 to 100.")),
        ),
    }
    if setting.limit is not None:
        fields["limit"] = forms.DecimalField(
            initial=f"{setting.limit:f}",
            required=False,
            decimal_places=2,
            widget=_number(
                _("{warning}: limit in {unit}").format(warning=setting.label, unit=setting.unit),
                min=0,
                step="any",
            ),
            error_messages=_messages(
                _("Enter a number above 0, such as {example}.").format(example=f"{setting.limit:f}")
            )
            | {"max_decimal_places": _("Use at most two decimals.")},
        )
    return fields


def _number(label: str, **attributes: Any) -> forms.NumberInput:
    css = "form-control form-control-sm health-number"
    return forms.NumberInput(attrs={"class": css, "aria-label": label, **attributes})


def _messages(message: str) -> dict[str, str]:
    return dict.fromkeys(("invalid", "required"), message)
