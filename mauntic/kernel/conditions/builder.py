"""The condition builder: groups of rows as they are typed, and the tree that they mean.

Two levels are enough to type: groups of conditions, all or any of each, all or any of the groups. A tree that
is nested deeper came by the API; it is kept as it is and only told in words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from django.utils.functional import Promise

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.tree import All, Any, Leaf, Not, Operator, Tree
from mauntic.kernel.translation import gettext as _

_MANY = (Operator.IN, Operator.NOT_IN, Operator.BETWEEN)
_DAYS = (Operator.WITHIN_DAYS, Operator.BEFORE_DAYS)
_NONE = (Operator.IS_SET, Operator.IS_NOT_SET)
_PLACES = re.compile(r"\[(\d+)\]")


@dataclass(slots=True)
class ConditionRow:
    """One condition as it is typed; `about` is the key of its field."""

    name: str = ""
    about: str = ""
    operator: str = ""
    value: str = ""
    errors: list[str] = field(default_factory=list)
    known: Field | None = None

    @property
    def operators(self) -> list[tuple[str, str]]:
        """What can be asked of the chosen field."""
        return [(each.value, each.label) for each in (self.known.operators if self.known else Operator)]

    @property
    def choices(self) -> Sequence[tuple[str, str | Promise]]:
        """The values that a list offers; empty where one types."""
        if self.operator in _MANY or not self.known:
            return ()
        if self.known.kind is Kind.BOOLEAN:
            return (("true", _("Yes")), ("false", _("No")))
        return self.known.choices

    @property
    def needs_value(self) -> bool:
        """Whether the operator compares with something."""
        return self.operator not in _NONE

    @property
    def hint(self) -> str:
        """How several values are typed."""
        if self.operator == Operator.BETWEEN:
            return _("from, to")
        if self.operator in (Operator.IN, Operator.NOT_IN):
            return _("one, another, …")
        return ""

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone shows."""
        is_number = self.known is not None and self.known.kind is Kind.NUMBER
        return "decimal" if is_number or self.operator in _DAYS else "text"

    def settle(self, fields: Mapping[str, Field]) -> None:
        """Take an operator that fits the field, where another field was chosen."""
        self.known = fields.get(self.about)
        if self.known and self.operator not in set(self.known.operators):
            self.operator, self.value = self.known.operators[0].value, ""

    def as_json(self) -> dict[str, object]:
        """As `mauntic.kernel.conditions.parse` reads it."""
        said: dict[str, object] = {"field": self.about, "operator": self.operator}
        if self.needs_value:
            said["value"] = self._value()
        return said

    def _value(self) -> object:
        kind = self.known.kind if self.known else Kind.TEXT
        if self.operator in _MANY:
            return [_typed(part.strip(), kind) for part in self.value.split(",") if part.strip()]
        return _typed(self.value.strip(), Kind.NUMBER if self.operator in _DAYS else kind)


@dataclass(slots=True)
class Group:
    """Conditions of which all or any must hold."""

    name: str = ""
    match: str = "all"
    conditions: list[ConditionRow] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """As it is parsed and sent."""
        return {self.match: [row.as_json() for row in self.conditions]}


@dataclass(slots=True)
class Builder:
    """Groups of which all or any must hold; `name` is what the names of its inputs begin with."""

    match: str = "all"
    groups: list[Group] = field(default_factory=list)
    name: str = ""

    @property
    def rows(self) -> Iterator[ConditionRow]:
        """Every condition, in order."""
        for group in self.groups:
            yield from group.conditions

    def as_json(self) -> dict[str, object]:
        """As it is parsed and sent; one group stands for itself."""
        if len(self.groups) == 1:
            return self.groups[0].as_json()
        return {self.match: [group.as_json() for group in self.groups]}

    def settle(self, name: str, fields: Mapping[str, Field]) -> None:
        """Name the inputs, beginning with `name`, and take operators that fit their fields."""
        self.name = name
        for number, group in enumerate(self.groups):
            group.name = f"{name}-g-{number}"
            for count, row in enumerate(group.conditions):
                row.name = f"{group.name}-c-{count}"
                row.settle(fields)

    def edit(self, verb: str, places: Sequence[int], fields: Mapping[str, Field]) -> None:
        """Do what a button says: `add-group`, `remove-group` 0, `add-condition` 0, `remove-condition` 0 1.

        `IndexError` when the part at these places is not there.
        """
        match verb, list(places):
            case "add-group", []:
                self.groups.append(Group(conditions=[_new_row(fields)]))
            case "remove-group", [group]:
                del self.groups[group]
            case "add-condition", [group]:
                self.groups[group].conditions.append(_new_row(fields))
            case "remove-condition", [group, row]:
                del self.groups[group].conditions[row]

    def blame(self, path: str, said: Sequence[str]) -> bool:
        """Show what is said of a part of the tree at its row; False when no row is that part."""
        places = [int(place) for place in _PLACES.findall(path)]
        group, row = (0, *places) if len(self.groups) == 1 and len(places) == 1 else (*places, -1, -1)[:2]
        if not (0 <= group < len(self.groups) and 0 <= row < len(self.groups[group].conditions)):
            return False
        self.groups[group].conditions[row].errors.extend(said)
        return True


def new_builder(fields: Mapping[str, Field]) -> Builder:
    """One group with one condition, to begin with."""
    return Builder(groups=[Group(conditions=[_new_row(fields)])])


def builder_from(data: Mapping[str, str], name: str) -> Builder:
    """What was typed into the inputs whose names begin with `name`."""
    groups = []
    for place in places(data, f"{name}-g"):
        group = f"{name}-g-{place}"
        rows = [_row_from(data, f"{group}-c-{number}") for number in places(data, f"{group}-c")]
        groups.append(Group(match=_match(data.get(f"{group}-match")), conditions=rows))
    return Builder(_match(data.get(f"{name}-match")), groups)


def places(data: Mapping[str, str], prefix: str) -> list[int]:
    """The numbers that stand behind the prefix in the names of inputs, ascending."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
    return sorted({int(found[1]) for name in data if (found := pattern.match(name))})


def _new_row(fields: Mapping[str, Field]) -> ConditionRow:
    return ConditionRow(about=next(iter(fields)))


def _row_from(data: Mapping[str, str], name: str) -> ConditionRow:
    about, operator, value = (data.get(f"{name}-{part}", "") for part in ("field", "operator", "value"))
    return ConditionRow(about=about, operator=operator, value=value)


def _match(said: str | None) -> str:
    return "any" if said == "any" else "all"


def builder_of(tree: Tree) -> Builder | None:
    """The rows of a tree; None when it is nested too deep for them."""
    if isinstance(tree, Leaf):
        return Builder("all", [_group(All((tree,)))])
    if not isinstance(tree, All | Any):
        return None
    if all(isinstance(part, Leaf) for part in tree.parts):
        return Builder("all", [_group(tree)])
    groups = [_group(part if isinstance(part, All | Any) else All((part,))) for part in tree.parts]
    if any(not isinstance(leaf, Leaf) for part in tree.parts for leaf in getattr(part, "parts", (part,))):
        return None
    return Builder("any" if isinstance(tree, Any) else "all", groups)


def words(tree: Tree, fields: Mapping[str, Field]) -> str:
    """The tree as people read it: `Employees is at least 200 and Country is one of DE, AT`."""
    match tree:
        case Leaf():
            known = fields.get(tree.field)
            return str(tree).replace(tree.field, str(known.label) if known else tree.field, 1)
        case All(parts) | Any(parts):
            if not parts:
                return _("everybody")
            joined = _("{first} and {second}") if isinstance(tree, All) else _("{first} or {second}")
            each = (_bracketed(part, fields) for part in parts)
            return reduce(lambda first, second: joined.format(first=first, second=second), each)
        case Not(part):
            return _("not ({condition})").format(condition=words(part, fields))


def _bracketed(tree: Tree, fields: Mapping[str, Field]) -> str:
    said = words(tree, fields)
    return f"({said})" if isinstance(tree, All | Any) and len(tree.parts) > 1 else said


def _group(tree: All | Any) -> Group:
    rows = [_row(leaf) for leaf in tree.parts if isinstance(leaf, Leaf)]
    return Group("", "any" if isinstance(tree, Any) else "all", rows)


def _row(leaf: Leaf) -> ConditionRow:
    return ConditionRow(about=leaf.field, operator=leaf.operator.value, value=_shown(leaf.value))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _typed(text: str, kind: Kind) -> object:
    """The text as a value of the kind; what cannot be one stays text, and is refused as such."""
    if kind is Kind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind is not Kind.NUMBER:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
