"""The form of the scoring settings: weight and switch of each factor, own factors, caps, and a note."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict

from mauntic.kernel.conditions import Field
from mauntic.kernel.errors import Invalid
from scoring.domain.factors import Category
from scoring.domain.lift import Lift
from scoring.forms.own import named, own_from, own_of
from scoring.models import ModelFactor, ModelKind, ModelVersion
from scoring.models.model import WIDEST_WEIGHT
from scoring.services import FactorChange

HIGHEST_CAP, LONGEST_NOTE = 9999, 300


@dataclass(frozen=True, slots=True)
class Row:
    """A factor that everybody starts with, its two fields, how many leads it applies to, and its lift.

    Leads are None when they are not counted, the lift when too few outcomes tell of it.
    """

    row: ModelFactor
    weight: forms.BoundField
    enabled: forms.BoundField
    leads: int | None
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """A category with its cap and its factors, built in and own."""

    category: Category
    cap: forms.BoundField
    rows: list[Row]


class FactorsForm(forms.Form):
    """What a version would be. Own factors are in `own`; what is wrong with one is said at its parts."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        label="Note for the version",
        widget=forms.TextInput(
            attrs={"class": "form-control", "placeholder": "What changed, and why", "maxlength": LONGEST_NOTE}
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
        """Read the own factors; what is wrong is said at them."""
        found = [own.change() for own in self.own]
        self._changes = [change for change in found if change]
        if len(self._changes) < len(found):
            self.add_error(None, "See what is said at your own factors.")

    def show_counts(self, leads: Mapping[str, int]) -> None:
        """Show how many leads each factor of the version applies to."""
        self.leads = leads
        for own in self.own:
            own.leads = leads.get(own.key)

    def show_lifts(self, lifts: Mapping[str, Lift | None]) -> None:
        """Show how much more often leads were won that a factor applied to."""
        self.lifts = lifts
        for own in self.own:
            own.lift = lifts.get(own.key)

    def grouped(self) -> Iterator[CategoryRows]:
        """The built-in factors by category, in the order of the version."""
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
            yield CategoryRows(category, self[_cap_name(category)], rows)

    def changes(self) -> list[FactorChange]:
        """What was entered, for the service; own factors that are gone are removed."""
        built_in = [
            FactorChange(
                category=row.category,
                factor=row.factor,
                weight=self.cleaned_data[f"{row.factor}-weight"],
                enabled=self.cleaned_data[f"{row.factor}-enabled"],
            )
            for row in self.rows
        ]
        kept = {own.key for own in self.own}
        return [*built_in, *self._changes, *map(_removal, set(self.own_keys) - kept)]

    def caps(self) -> dict[str, Decimal]:
        """The most points of each category that has a bound."""
        caps = {category.value: self.cleaned_data[_cap_name(category)] for category in Category}
        return {category: most for category, most in caps.items() if most is not None}

    def refuse(self, error: Invalid) -> None:
        """Show what the service refused where it was entered."""
        own = {each.key: each for each in self.own}
        for path, said in error.fields.items():
            key, _, rest = path.partition(".")
            if key in own:
                own[key].blame(rest, said)
                self.add_error(None, "See what is said at your own factors.")
            else:
                name = f"cap-{rest}" if key == "caps" else f"{key}-weight"
                self.add_error(name if name in self.fields else None, said)


def _removal(key: str) -> FactorChange:
    return FactorChange(category=Category.FIT, factor=key, weight=Decimal(0), enabled=False, remove=True)


def _cap_name(category: Category) -> str:
    return f"cap-{category}"


# Text with a numeric keyboard: a number input cannot be told its width where styles may not be inline.
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
        widget=_number_input(f"Points for {label}"),
    )


def _cap_field(category: Category, most: str | None) -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        min_value=0,
        max_value=HIGHEST_CAP,
        decimal_places=2,
        initial=_plain(Decimal(most)) if most is not None else None,
        widget=_number_input(f"Most points of {category.label}", placeholder="no cap"),
    )


def _switch_field(label: str, *, enabled: bool) -> forms.BooleanField:
    widget = forms.CheckboxInput(
        attrs={"class": "form-check-input", "role": "switch", "aria-label": f"Use {label}"}
    )
    return forms.BooleanField(required=False, initial=enabled, widget=widget)
