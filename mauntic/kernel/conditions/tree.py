"""The tree: groups of conditions, and the conditions at its leaves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from mauntic.kernel.conditions.operators import Operator, Value

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A condition on one field, such as `Leaf("company.employees", Operator.AT_LEAST, 200)`.

    `value` is a tuple for `in`, `not_in` and `between` (both ends are included), a count of days or hours for
    operators that are named after them, the text of an id for references, and None if the operator takes no
    value.
    """

    field: str
    operator: Operator
    value: Value = None

    def __str__(self) -> str:
        return self.operator.describe(self.field, self.value)


@dataclass(frozen=True, slots=True)
class All:
    """Matches if all parts match. Without parts it matches everybody."""

    parts: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Matches if one part or more matches."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Matches if its part does not."""

    part: "Tree"


Tree: TypeAlias = Leaf | All | Any | Not


@dataclass(frozen=True, slots=True)
class Broken:
    """Stored conditions that cannot be understood (any more). They match nobody, and are no part of a tree.

    `problems` are (path, what is wrong) pairs.
    """

    problems: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(problem for _path, problem in self.problems)


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield the conditions of the tree, in order."""
    match tree:
        case Leaf():
            yield tree
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)


def fields_of(tree: Tree) -> set[str]:
    """Return the keys of the fields that the tree compares."""
    return {leaf.field for leaf in leaves(tree)}


def value_count(tree: Tree) -> int:
    """Return the number of values that are compared: each value of a list counts."""
    return sum(len(leaf.value) if isinstance(leaf.value, tuple) else 1 for leaf in leaves(tree))


def as_json(tree: Tree) -> dict[str, Json]:
    """Return the tree as it is stored and sent."""
    match tree:
        case All(parts):
            return {"all": [as_json(part) for part in parts]}
        case Any(parts):
            return {"any": [as_json(part) for part in parts]}
        case Not(part):
            return {"not": as_json(part)}
        case Leaf(field, operator, value):
            condition: dict[str, Json] = {"field": field, "operator": operator.value}
            if value is not None:
                condition["value"] = (
                    [_plain(each) for each in value] if isinstance(value, tuple) else _plain(value)
                )
            return condition


def _plain(value: str | float | Decimal) -> Json:
    if not isinstance(value, Decimal):
        return value
    # An amount has at most 14 digits: it survives being a number of JSON.
    return int(value) if value == value.to_integral_value() else float(value)


def from_json(stored: Mapping[str, Json]) -> Tree:
    """Return the tree of the result of `as_json`. An empty mapping is a tree that matches everybody."""
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
