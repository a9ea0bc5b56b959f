"""Own factors as they are typed: a label, points, and a condition builder each."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django.utils.text import slugify

from mauntic.kernel.conditions import Field, from_json
from mauntic.kernel.conditions.builder import (
    Builder,
    ConditionRow,
    builder_from,
    builder_of,
    new_builder,
    places,
    words,
)
from scoring.domain.factors import Category
from scoring.domain.lift import Lift
from scoring.models import ModelFactor
from scoring.services import FactorChange

LONGEST_WORDS = 40
_PREFIX = "own"


@dataclass(slots=True)
class OwnFactor:
    """One factor as it is typed; a new one gets its key when it is whole.

    Without a `builder` its conditions are too deep to type: they are `kept`, and `told` in words.
    """

    key: str = ""
    label: str = ""
    category: str = Category.FIT.value
    weight: str = "10"
    enabled: bool = True
    builder: Builder | None = None
    kept: Mapping[str, Any] = field(default_factory=dict)
    told: str = ""
    signal: str = ""
    name: str = ""
    leads: int | None = None
    lift: Lift | None = None
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rows(self) -> Iterator[ConditionRow]:
        """Every condition."""
        return self.builder.rows if self.builder else iter(())

    @property
    def is_wrong(self) -> bool:
        """Whether something is said of it."""
        return bool(self.errors) or any(row.errors for row in self.rows)

    def change(self) -> FactorChange | None:
        """What was typed, for the service; None, and what is wrong said where it is, when it cannot be."""
        weight, conditions = self._weight(), self._conditions()
        if not self.label.strip():
            self._say("label", "Give it a name.")
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

    def blame(self, path: str, said: Sequence[str]) -> None:
        """Show what the service says of a part, such as `conditions.all[0].value`, where it is."""
        if not (self.builder and self.builder.blame(path, said)):
            self.errors.setdefault("conditions" if path else "label", []).extend(said)

    def _say(self, part: str, said: str) -> None:
        self.errors.setdefault(part, []).append(said)

    def _weight(self) -> Decimal | None:
        with suppress(InvalidOperation):
            weight = Decimal(self.weight.strip())
            if weight.is_finite():
                return weight
        self._say("weight", "Points are a number, such as 10 or -5.")
        return None

    def _conditions(self) -> Mapping[str, Any] | None:
        if not self.builder:
            return self.kept
        if any(True for _ in self.rows):
            return self.builder.as_json()
        self._say("conditions", "Add a condition: without one it would apply to every lead.")
        return None


def own_of(row: ModelFactor, fields: Mapping[str, Field], *, is_learned: bool) -> OwnFactor:
    """The factor of a version, ready to type; learned ones keep their conditions."""
    tree = from_json(row.conditions)
    return OwnFactor(
        key=row.factor,
        label=row.label,
        category=row.category,
        weight=f"{row.weight.normalize():f}",
        enabled=row.enabled,
        builder=None if is_learned else builder_of(tree),
        kept=row.conditions,
        told=words(tree, fields),
        signal=row.signal,
    )


def own_from(
    data: Mapping[str, str], there: Sequence[OwnFactor], fields: Mapping[str, Field]
) -> list[OwnFactor]:
    """The factors that a form was sent with, in their order; `there` are those of the version.

    A key that the version does not know, or that was there before, is that of a new factor.
    """
    known, found = {own.key: own for own in there}, []
    for place in places(data, _PREFIX):
        name = f"{_PREFIX}-{place}"
        own = known.pop(data.get(f"{name}-key", ""), None) or OwnFactor(builder=Builder())
        _read(own, data, name)
        found.append(own)
    return named(found, fields)


def _read(own: OwnFactor, data: Mapping[str, str], name: str) -> None:
    """Take over what was typed."""
    own.label = data.get(f"{name}-label", "")
    own.category = data.get(f"{name}-category", "")
    own.weight = data.get(f"{name}-weight", "")
    own.enabled = f"{name}-enabled" in data
    if own.builder:
        own.builder = builder_from(data, name)


def _new_key(label: str) -> str:
    """A key that says what it is about and that no other factor has."""
    return f"own_{slugify(label).replace('-', '_')[:LONGEST_WORDS]}_{uuid4().hex[:6]}"


def edited(own: list[OwnFactor], action: str, fields: Mapping[str, Field]) -> list[OwnFactor]:
    """The factors after a button: `add`, `remove:0`, `add-group:0`, `add-condition:0:1`, and so on.

    What a button names and is not there (any more) changes nothing.
    """
    verb, *where = action.split(":")
    with suppress(IndexError, ValueError):
        _edit(own, verb, [int(place) for place in where], fields)
    return named(own, fields)


def _edit(own: list[OwnFactor], verb: str, places: list[int], fields: Mapping[str, Field]) -> None:
    match verb, places:
        case "add", []:
            own.append(OwnFactor(builder=new_builder(fields)))
        case "remove", [place]:
            del own[place]
        case _, [place, *within]:
            if builder := own[place].builder:
                builder.edit(verb, within, fields)


def named(own: list[OwnFactor], fields: Mapping[str, Field]) -> list[OwnFactor]:
    """The factors with the names of their inputs, and operators that fit their fields."""
    for place, each in enumerate(own):
        each.name = f"{_PREFIX}-{place}"
        if each.builder:
            each.builder.settle(each.name, fields)
    return own
