"""The tree: groups of conditions, and the conditions at its leaves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from mauntic.kernel.translation import gettext
from mauntic.kernel.translation import gettext_lazy as _

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Value: TypeAlias = str | int | float | bool | tuple[str, ...] | tuple[float, ...] | None


class Operator(StrEnum):
    IS_SET = "is_set"
    IS_NOT_SET = "is_not_set"
    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    BETWEEN = "between"
    WITHIN_DAYS = "within_days"
    BEFORE_DAYS = "before_days"

    @property
    def label(self) -> str:
        """As it is read between field and value, or around it: `is at least`, `was in the last … days`."""
        return str(_LABELS[self])


_LABELS = {
    Operator.IS_SET: _("is known"),
    Operator.IS_NOT_SET: _("is not known"),
    Operator.EQUALS: _("is"),
    Operator.NOT_EQUALS: _("is not"),
    Operator.IN: _("is one of"),
    Operator.NOT_IN: _("is none of"),
    Operator.CONTAINS: _("contains"),
    Operator.STARTS_WITH: _("starts with"),
    Operator.AT_LEAST: _("is at least"),
    Operator.AT_MOST: _("is at most"),
    Operator.BELOW: _("is below"),
    Operator.BETWEEN: _("is between"),
    Operator.WITHIN_DAYS: _("was in the last … days"),
    Operator.BEFORE_DAYS: _("was longer ago than … days"),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A claim on one fact, such as `Leaf("company.employees", Operator.AT_LEAST, 200)`.

    `value` is a tuple for `in`, `not_in` and `between` (both ends count), days for `within_days` and
    `before_days`, and None where the operator needs none.
    """

    field: str
    operator: Operator
    value: Value = None

    def __str__(self) -> str:
        said = f"{self.field} {self.operator.label}"
        if self.value is None:
            return said
        if not isinstance(self.value, tuple):
            return said.replace("…", str(self.value)) if "…" in said else f"{said} {self.value}"
        if self.operator is Operator.BETWEEN:
            low, high = self.value
            return f"{said} {gettext('{low} and {high}').format(low=low, high=high)}"
        return f"{said} {', '.join(map(str, self.value))}"


@dataclass(frozen=True, slots=True)
class All:
    """Holds when each part does; without parts it holds of everybody."""

    parts: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Holds when one of its parts does."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: "Tree"


Tree: TypeAlias = Leaf | All | Any | Not


def leaves(tree: Tree) -> Iterator[Leaf]:
    """The conditions of the tree, in order."""
    match tree:
        case Leaf():
            yield tree
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)


def fields_of(tree: Tree) -> set[str]:
    """The facts that the tree looks at."""
    return {leaf.field for leaf in leaves(tree)}


def as_json(tree: Tree) -> dict[str, Json]:
    """The tree as it is stored and sent."""
    match tree:
        case All(parts):
            return {"all": [as_json(part) for part in parts]}
        case Any(parts):
            return {"any": [as_json(part) for part in parts]}
        case Not(part):
            return {"not": as_json(part)}
        case Leaf(field, operator, value):
            said: dict[str, Json] = {"field": field, "operator": operator.value}
            if value is not None:
                said["value"] = list(value) if isinstance(value, tuple) else value
            return said


def from_json(stored: Mapping[str, Json]) -> Tree:
    """The tree of what `as_json` gave, and for an empty mapping one that holds of everybody."""
    match stored:
        case {"all": [*parts]}:
            return All(tuple(_part(part) for part in parts))
        case {"any": [*parts]}:
            return Any(tuple(_part(part) for part in parts))
        case {"not": part}:
            return Not(_part(part))
        case {"field": str(field), "operator": str(operator)}:
            value = stored.get("value")
            plain = tuple(value) if isinstance(value, list) else value
            return Leaf(field, Operator(operator), plain)  # type: ignore[arg-type]  # as_json stored it
        case _:
            return All()


def _part(stored: Json) -> Tree:
    return from_json(stored if isinstance(stored, dict) else {})
