"""Custom factors in a form: label, points and conditions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.utils.text import slugify
from django.utils.translation import gettext

from mauntic.kernel.conditions import Field, from_json
from mauntic.kernel.conditions.builder import (
    Builder,
    ConditionRow,
    builder_from,
    builder_of,
    input_numbers,
    new_builder,
)
from mauntic.kernel.conditions.descriptions import words
from scoring.learning.domain.lift import Lift
from scoring.model.domain.factors import Category
from scoring.model.models import ModelFactor
from scoring.versions.services.publish import FactorChange

LONGEST_WORDS = 40
_PREFIX = "own"


@dataclass(slots=True)
class OwnFactor:
    """A custom factor as entered. A new one gets its key once it is complete.

    Without a `builder` its conditions are too deep for the form: `conditions` and `summary` describe them.
    """

    key: str = ""
    label: str = ""
    category: str = Category.FIT.value
    weight: str = "10"
    enabled: bool = True
    builder: Builder | None = None
    conditions: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""
    signal: str = ""
    name: str = ""
    leads: int | None = None
    lift: Lift | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[ConditionRow]:
        """Return all conditions."""
        return self.builder.rows if self.builder else iter(())

    @property
    def is_wrong(self) -> bool:
        """Return whether it has errors."""
        return bool(self.errors) or any(row.errors for row in self.rows)

    def change(self) -> FactorChange | None:
        """Return the change for the service, or None after adding errors."""
        weight, conditions = self._weight(), self._conditions()
        if not self.label.strip():
            self._add_error("label", gettext("Enter a name."))
        if weight is None or conditions is None or self.is_wrong:
            return None
        self.key = self.key or _new_key(self.label)
        return FactorChange(
            category=self.category,
            factor=self.key,
            weight=weight,
            enabled=self.enabled,
            label=self.label.strip(),
            conditions=conditions,
        )

    def blame(self, path: str, errors: Sequence[str]) -> None:
        """Add errors of the service to a part, such as `conditions.all[0].value`."""
        if not (self.builder and self.builder.blame(path, errors)):
            self.errors.setdefault("conditions" if path else "label", []).extend(errors)

    def _add_error(self, part: str, error: str) -> None:
        self.errors.setdefault(part, []).append(error)

    def _weight(self) -> Decimal | None:
        with suppress(InvalidOperation):
            weight = Decimal(self.weight.strip())
            if weight.is_finite():
                return weight
        self._add_error("weight", gettext("Enter a number of points, such as 10 or -5."))
        return None

    def _conditions(self) -> Mapping[str, Any] | None:
        if not self.builder:
            return self.conditions
        if any(True for _ in self.rows):
            return self.builder.as_json()
        self._add_error(
            "conditions", gettext("Add a condition. Without one the factor applies to all leads.")
        )
        return None


def own_of(row: ModelFactor, fields: Mapping[str, Field], *, is_learned: bool) -> OwnFactor:
    """Return a factor of a version for the form. Conditions of learned ones cannot be edited."""
    tree = from_json(row.conditions)
    return OwnFactor(
        key=row.factor,
        label=row.label,
        category=row.category,
        weight=f"{row.weight.normalize():f}",
        enabled=row.enabled,
        builder=None if is_learned else builder_of(tree),
        conditions=row.conditions,
        summary=words(tree, fields),
        signal=row.signal,
    )


def own_from(
    data: Mapping[str, str], there: Sequence[OwnFactor], fields: Mapping[str, Field]
) -> list[OwnFactor]:
    """Return the factors of a submitted form, in their order; `there` are those of the version.

    An unknown or repeated key is that of a new factor.
    """
    known, found = {own.key: own for own in there}, []
    for position in input_numbers(data, _PREFIX):
        name = f"{_PREFIX}-{position}"
        own = known.pop(data.get(f"{name}-key", ""), None) or OwnFactor(builder=Builder())
        _read(own, data, name)
        found.append(own)
    return named(found, fields)


def _read(own: OwnFactor, data: Mapping[str, str], name: str) -> None:
    """Read the entered values."""
    own.label = data.get(f"{name}-label", "")
    own.category = data.get(f"{name}-category", "")
    own.weight = data.get(f"{name}-weight", "")
    own.enabled = f"{name}-enabled" in data
    if own.builder:
        own.builder = builder_from(data, name)


def _new_key(label: str) -> str:
    """Return a unique key with the words of the label."""
    return f"own_{slugify(label).replace('-', '_')[:LONGEST_WORDS]}_{uuid4().hex[:6]}"


def edited(own: list[OwnFactor], action: str, fields: Mapping[str, Field]) -> list[OwnFactor]:
    """Return the factors after a button: `add`, `remove:0`, `add-group:0`, `add-condition:0:1`, and so on.

    A button for a missing part changes nothing.
    """
    verb, *where = action.split(":")
    with suppress(IndexError, ValueError):
        _edit(own, verb, [int(position) for position in where], fields)
    return named(own, fields)


def _edit(own: list[OwnFactor], verb: str, positions: list[int], fields: Mapping[str, Field]) -> None:
    match verb, positions:
        case "add", []:
            own.append(OwnFactor(builder=new_builder(fields)))
        case "remove", [position]:
            del own[position]
        case _, [position, *within]:
            if builder := own[position].builder:
                builder.edit(verb, within, fields)


def named(own: list[OwnFactor], fields: Mapping[str, Field]) -> list[OwnFactor]:
    """Set the names of inputs, and operators that fit their fields."""
    for position, each in enumerate(own):
        each.name = f"{_PREFIX}-{position}"
        if each.builder:
            each.builder.settle(each.name, fields)
    return own
