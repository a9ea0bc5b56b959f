"""The condition builder of pages: groups of condition rows, and the tree that they stand for.

The builder has two levels: groups of conditions, and all or any of each. A tree from the API may be nested
more deeply. The page then shows it in words and does not change it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.operators import COUNTS, MANY_VALUES, NO_VALUE, SEVERAL, Operator
from mauntic.kernel.conditions.tree import All, Any, Leaf, Tree

_INDEXES = re.compile(r"\[(\d+)\]")
_NUMBERS = (Kind.NUMBER, Kind.MONEY)


@dataclass(slots=True)
class ConditionRow:
    """The inputs of one condition; `about` is the key of its field, `was` of the one that the page showed."""

    name: str = ""
    about: str = ""
    operator: str = ""
    value: str = ""
    errors: list[str] = field(default_factory=list)
    known: Field | None = None
    was: str = ""

    @property
    def operators(self) -> list[tuple[str, str]]:
        """The operators of the chosen field, as (value, label)."""
        return [(each.value, each.label) for each in (self.known.operators if self.known else Operator)]

    @property
    def choices(self) -> Sequence[tuple[str, str | Promise]]:
        """The options of the value, as (value, label); empty for a text input."""
        if not self.known or self.operator in COUNTS:
            return ()
        if self.known.kind is Kind.BOOLEAN:
            return (("true", _("Yes")), ("false", _("No")))
        return self.known.choices

    @property
    def takes_several(self) -> bool:
        """Whether several of the options can be chosen."""
        return self.operator in SEVERAL

    @property
    def values(self) -> list[str]:
        """The chosen options."""
        return _parts(self.value) if self.takes_several else [self.value]

    @property
    def unit(self) -> str:
        """What follows the input: the currency of an amount."""
        return self.known.currency if self.known and self.known.kind is Kind.MONEY else ""

    @property
    def needs_value(self) -> bool:
        """Whether the operator takes a value."""
        return self.operator not in NO_VALUE

    @property
    def hint(self) -> str:
        """How to enter several values."""
        if self.operator == Operator.BETWEEN:
            return _("from, to")
        if self.operator in SEVERAL:
            return _("one, another, …")
        return ""

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone shows (HTML `inputmode`)."""
        is_number = self.known is not None and self.known.kind in _NUMBERS
        return "decimal" if is_number or self.operator in COUNTS else "text"

    def settle(self, fields: Mapping[str, Field]) -> None:
        """Select the first operator of the field if the selected one does not apply to it, or was of another
        kind of field: "Stage is" shall not become "Value is".
        """
        self.known = fields.get(self.about)
        before = fields.get(self.was)
        is_other = self.known is not None and before is not None and before.kind is not self.known.kind
        if self.known and (is_other or self.operator not in set(self.known.operators)):
            self.operator, self.value = self.known.operators[0].value, ""

    def as_json(self) -> dict[str, object]:
        """Return the condition as `mauntic.kernel.conditions.parse` reads it."""
        condition: dict[str, object] = {"field": self.about, "operator": self.operator}
        if self.needs_value:
            condition["value"] = self._value()
        return condition

    def _value(self) -> object:
        kind = self.known.kind if self.known else Kind.TEXT
        if self.operator in MANY_VALUES:
            return [_typed(part, kind) for part in _parts(self.value)]
        return _typed(self.value.strip(), Kind.NUMBER if self.operator in COUNTS else kind)


@dataclass(slots=True)
class Group:
    """Conditions of which all or any must match."""

    name: str = ""
    match: str = "all"
    conditions: list[ConditionRow] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the group as `mauntic.kernel.conditions.parse` reads it."""
        return {self.match: [row.as_json() for row in self.conditions]}


@dataclass(slots=True)
class Builder:
    """Groups of which all or any must match; `name` is the prefix of the names of the inputs."""

    match: str = "all"
    groups: list[Group] = field(default_factory=list)
    name: str = ""

    @property
    def rows(self) -> Iterator[ConditionRow]:
        """Yield all conditions, in order."""
        for group in self.groups:
            yield from group.conditions

    def as_json(self) -> dict[str, object]:
        """Return the groups as `mauntic.kernel.conditions.parse` reads them. A single group is not nested."""
        if len(self.groups) == 1:
            return self.groups[0].as_json()
        return {self.match: [group.as_json() for group in self.groups]}

    def settle(self, name: str, fields: Mapping[str, Field]) -> None:
        """Name the inputs with the prefix `name`, and select operators that apply to the fields."""
        self.name = name
        for number, group in enumerate(self.groups):
            group.name = f"{name}-g-{number}"
            for count, row in enumerate(group.conditions):
                row.name = f"{group.name}-c-{count}"
                row.settle(fields)

    def edit(self, verb: str, indexes: Sequence[int], fields: Mapping[str, Field]) -> None:
        """Apply a button: `add-group`, `remove-group` 0, `add-condition` 0, `remove-condition` 0 1.

        Raises: `IndexError` if there is no such group or condition.
        """
        match verb, list(indexes):
            case "add-group", []:
                self.groups.append(Group(conditions=[_new_row(fields)]))
            case "remove-group", [group]:
                del self.groups[group]
            case "add-condition", [group]:
                self.groups[group].conditions.append(_new_row(fields))
            case "remove-condition", [group, row]:
                del self.groups[group].conditions[row]

    def blame(self, path: str, errors: Sequence[str]) -> bool:
        """Show the errors of a part of the tree at its row.

        Returns: whether a row has that path.
        """
        indexes = [int(index) for index in _INDEXES.findall(path)]
        group, row = (0, *indexes) if len(self.groups) == 1 and len(indexes) == 1 else (*indexes, -1, -1)[:2]
        if not (0 <= group < len(self.groups) and 0 <= row < len(self.groups[group].conditions)):
            return False
        self.groups[group].conditions[row].errors.extend(errors)
        return True


def new_builder(fields: Mapping[str, Field]) -> Builder:
    """Return a builder of one group with one condition."""
    return Builder(groups=[Group(conditions=[_new_row(fields)])])


def builder_from(data: Mapping[str, str], name: str) -> Builder:
    """Return the builder of a sent form, from the inputs with the prefix `name`.

    Args:
        data: the sent inputs by name.
        name: the prefix of the names.
    """
    groups = []
    for index in input_numbers(data, f"{name}-g"):
        group = f"{name}-g-{index}"
        rows = [_row_from(data, f"{group}-c-{number}") for number in input_numbers(data, f"{group}-c")]
        groups.append(Group(match=_match(data.get(f"{group}-match")), conditions=rows))
    return Builder(_match(data.get(f"{name}-match")), groups)


def input_numbers(data: Mapping[str, str], prefix: str) -> list[int]:
    """Return the numbers that follow the prefix in the names of inputs, ascending.

    Args:
        data: the sent inputs by name.
        prefix: without the hyphen before the number.
    """
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
    return sorted({int(found[1]) for name in data if (found := pattern.match(name))})


def _new_row(fields: Mapping[str, Field]) -> ConditionRow:
    return ConditionRow(about=next(iter(fields)))


def _row_from(data: Mapping[str, str], name: str) -> ConditionRow:
    about, operator, value = (data.get(f"{name}-{part}", "") for part in ("field", "operator", "value"))
    # Without a script, the comparison that is sent was chosen for the new field.
    was = data.get(f"{name}-was", "") if data.get("changed") == name else ""
    # A list of options sends one value for each that is chosen.
    chosen = data.getlist(f"{name}-value") if isinstance(data, MultiValueDict) else ()
    return ConditionRow(about=about, operator=operator, value=", ".join(chosen) if chosen else value, was=was)


def _match(given: str | None) -> str:
    return "any" if given == "any" else "all"


def builder_of(tree: Tree) -> Builder | None:
    """Return the builder of a tree; None if the tree is nested too deeply."""
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


def _group(tree: All | Any) -> Group:
    rows = [_row(leaf) for leaf in tree.parts if isinstance(leaf, Leaf)]
    return Group("", "any" if isinstance(tree, Any) else "all", rows)


def _row(leaf: Leaf) -> ConditionRow:
    return ConditionRow(about=leaf.field, operator=leaf.operator.value, value=_shown(leaf.value))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _typed(text: str, kind: Kind) -> object:
    """Return the text as a value of the kind. Parsing refuses what stays a text."""
    if kind is Kind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind not in _NUMBERS:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
