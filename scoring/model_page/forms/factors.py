"""The form of the scoring settings: weights, custom factors, caps and a note."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mauntic.kernel.conditions import Field
from mauntic.kernel.errors import Invalid
from scoring.learning.domain.lift import Lift
from scoring.model.domain.factors import Category
from scoring.model.models import WIDEST_WEIGHT, CategoryName, ModelFactor, ModelKind, ModelVersion
from scoring.model_page.forms.own import named, own_from, own_of
from scoring.versions.services.publish import FactorChange

HIGHEST_CAP, LONGEST_NOTE = 9999, 300


@dataclass(frozen=True, slots=True)
class Row:
    """A built-in factor with its fields, the number of leads it applies to, and its lift.

    `leads` is None if they are not counted, `lift` if there are too few outcomes.
    """

    row: ModelFactor
    weight: forms.BoundField
    enabled: forms.BoundField
    leads: int | None
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """A category with its cap and its built-in factors."""

    category: Category
    label: str
    cap: forms.BoundField
    rows: list[Row]


class FactorsForm(forms.Form):
    """A draft of a version. Custom factors are in `own`, with their errors."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label=_("Note"),
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "placeholder": _("What changed, and why"),
                "maxlength": LONGEST_NOTE,
            }
        ),
    )

    def __init__(
        self, data: QueryDict | None = None, *, version: ModelVersion, fields: Mapping[str, Field]
    ) -> None:
        super().__init__(data)
        self.known = fields
        rows = list(version.factors.all())
        self.rows = [row for row in rows if not row.is_own]
        for row in self.rows:
            label = row.weighted().factor.label
            self.fields[f"{row.factor}-weight"] = _weight_field(row.weight, label)
            self.fields[f"{row.factor}-enabled"] = _switch_field(label, enabled=row.enabled)
        for category in Category:
            self.fields[_cap_name(category)] = _cap_field(category, version.caps.get(category))
        is_learned = version.kind == ModelKind.LEARNED
        there = [own_of(row, fields, is_learned=is_learned) for row in rows if row.is_own]
        self.own_keys = [own.key for own in there]
        self.own = named(there, fields) if data is None else own_from(data, there, fields)
        self.leads: Mapping[str, int] = {}
        self.lifts: Mapping[str, Lift | None] = {}
        self._changes: list[FactorChange] = []

    def clean(self) -> None:
        """Read the custom factors, and add errors to them."""
        found = [own.change() for own in self.own]
        self._changes = [change for change in found if change]
        if len(self._changes) < len(found):
            self.add_error(None, gettext("Correct the custom factors."))

    def show_counts(self, leads: Mapping[str, int]) -> None:
        """Show the number of leads that each factor applies to."""
        self.leads = leads
        for own in self.own:
            own.leads = leads.get(own.key)

    def show_lifts(self, lifts: Mapping[str, Lift | None]) -> None:
        """Show the lift of each factor."""
        self.lifts = lifts
        for own in self.own:
            own.lift = lifts.get(own.key)

    def grouped(self) -> Iterator[CategoryRows]:
        """Yield the built-in factors by category, in the order of the version."""
        for category in Category:
            rows = [
                Row(
                    row,
                    self[f"{row.factor}-weight"],
                    self[f"{row.factor}-enabled"],
                    self.leads.get(row.factor),
                    self.lifts.get(row.factor),
                )
                for row in self.rows
                if row.category == category
            ]
            label = str(CategoryName(category).label)
            yield CategoryRows(category, label, self[_cap_name(category)], rows)

    def changes(self) -> list[FactorChange]:
        """Return the changes for the service, with removals of missing custom factors."""
        built_in = [
            FactorChange(
                category=row.category,
                factor=row.factor,
                weight=self.cleaned_data[f"{row.factor}-weight"],
                enabled=self.cleaned_data[f"{row.factor}-enabled"],
            )
            for row in self.rows
        ]
        present = {own.key for own in self.own}
        return [*built_in, *self._changes, *map(_removal, set(self.own_keys) - present)]

    def caps(self) -> dict[str, Decimal]:
        """Return the caps by category."""
        caps = {category.value: self.cleaned_data[_cap_name(category)] for category in Category}
        return {category: most for category, most in caps.items() if most is not None}

    def refuse(self, error: Invalid) -> None:
        """Show the errors of the service at their fields."""
        own = {each.key: each for each in self.own}
        for path, messages in error.fields.items():
            key, _, rest = path.partition(".")
            if key in own:
                own[key].blame(rest, messages)
                self.add_error(None, gettext("Correct the custom factors."))
            else:
                name = f"cap-{rest}" if key == "caps" else f"{key}-weight"
                self.add_error(name if name in self.fields else None, messages)


def _removal(key: str) -> FactorChange:
    return FactorChange(category=Category.FIT, factor=key, weight=Decimal(0), enabled=False, remove=True)


def _cap_name(category: Category) -> str:
    return f"cap-{category}"


# Text with a numeric keyboard: the width of a number input needs inline styles, which the CSP forbids.
def _number_input(label: str, **more: str) -> forms.TextInput:
    css = "form-control form-control-sm w-auto text-end num"
    return forms.TextInput(
        attrs={"class": css, "size": 5, "inputmode": "decimal", "aria-label": label, **more}
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _weight_field(weight: Decimal, label: str) -> forms.DecimalField:
    return forms.DecimalField(
        min_value=-WIDEST_WEIGHT,
        max_value=WIDEST_WEIGHT,
        decimal_places=2,
        initial=_plain(weight),
        widget=_number_input(gettext("Points for {factor}").format(factor=label)),
    )


def _cap_field(category: Category, most: str | None) -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        min_value=0,
        max_value=HIGHEST_CAP,
        decimal_places=2,
        initial=_plain(Decimal(most)) if most is not None else None,
        widget=_number_input(
            gettext("Maximum of {category}").format(category=CategoryName(category).label),
            placeholder=gettext("none"),
        ),
    )


def _switch_field(label: str, *, enabled: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(
        attrs={
            "class": "form-check-input",
            "role": "switch",
            "aria-label": gettext("Use {factor}").format(factor=label),
        }
    )
    return forms.BooleanField(required=False, initial=enabled, widget=widget)
