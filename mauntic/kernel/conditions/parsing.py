"""Parse conditions. An error names the path of the invalid part and how to fix it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any as Anything
from typing import TypeVar

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.references import found_records, ids_of
from mauntic.kernel.conditions.tree import All, Any, Broken, Json, Leaf, Not, Tree, value_count
from mauntic.kernel.conditions.values import WrongValueError, value_of
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid

DEEPEST, MOST_LEAVES, MOST_VALUES = 8, 200, 1_000
_SHAPE = '{"all": [...]}, {"any": [...]}, {"not": {...}}, {"field", "operator", "value"}'
# What stands for everybody where `{}` counts as lost conditions.
EVERYTHING: Mapping[str, Json] = {"all": []}
Key = TypeVar("Key", bound=Hashable)


def parse(
    given: object, fields: Mapping[str, Field], *, path: str = "conditions", strict: bool = False
) -> Tree:
    """Return the tree of JSON conditions.

    References to records that do not exist are invalid, where fields say which exist (a query per field).

    Args:
        given: the JSON value.
        fields: the fields that conditions may compare, by key.
        path: what the paths in errors begin with.
        strict: refuse groups without conditions inside others, too: save with this what `parse_strict` reads.

    Raises: `Invalid` with all errors, each by its path.
    """
    parsed = _parse(given, fields, path, strict=strict)
    problems = _all_problems({path: parsed})[path]
    if problems:
        raise Invalid(problems)
    return parsed.tree


def parse_strict(given: object, fields: Mapping[str, Field], *, path: str = "conditions") -> Tree | Broken:
    """Return stored conditions that act by themselves, or `Broken` if anything about them is in doubt.

    `EVERYTHING` matches everybody. `{}` and unknown shapes are broken, as are unknown fields, operators and
    values, groups without conditions, and references to deleted records.

    Args:
        given: the stored JSON value.
        fields: the fields that conditions may compare, by key.
        path: what the paths of problems begin with.
    """
    return parse_strict_many({"": (given, fields)}, path=path)[""]


def parse_strict_many(
    stored: Mapping[Key, tuple[object, Mapping[str, Field]]], *, path: str = "conditions"
) -> dict[Key, Tree | Broken]:
    """Return what `parse_strict` does for many conditions, with one query per kind of reference.

    Args:
        stored: the JSON value and the fields of each.
        path: what the paths of problems begin with.
    """
    parsed = {key: _parse(given, fields, path, strict=True) for key, (given, fields) in stored.items()}
    problems = _all_problems(parsed)
    return {
        key: Broken(tuple(problems[key].items())) if problems[key] else each.tree
        for key, each in parsed.items()
    }


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A tree, its problems by path, and its conditions on references with their paths."""

    tree: Tree
    problems: dict[str, str]
    references: list[tuple[str, Field, Leaf]]


def _parse(given: object, fields: Mapping[str, Field], path: str, *, strict: bool) -> _Parsed:
    parser = _Parser(fields, strict=strict)
    tree = parser.tree(given, path, 1)
    if parser.leaves > MOST_LEAVES:
        text = _("There are {count} conditions. The maximum is {most}.")
        parser.problems[path] = text.format(count=number(parser.leaves), most=number(MOST_LEAVES))
    elif strict and (count := value_count(tree)) > MOST_VALUES:
        text = _("The conditions compare {count} values. The maximum is {most}. Shorten the lists of values.")
        parser.problems[path] = text.format(count=number(count), most=number(MOST_VALUES))
    return _Parsed(tree, parser.problems, parser.references)


def _all_problems(parsed: Mapping[Key, _Parsed]) -> dict[Key, dict[str, str]]:
    """Return the problems of each, including references to records that do not exist."""
    existing = found_records(
        (field, leaf) for each in parsed.values() for _path, field, leaf in each.references
    )
    text = _("{field} names a record that was deleted or never existed ({ids}). Choose another one.")
    found = {}
    for key, each in parsed.items():
        found[key] = dict(each.problems)
        for path, field, leaf in each.references:
            there = existing[field.existing] if field.existing else {}
            if gone := [str(id_) for id_ in ids_of(leaf) if field.existing and id_ not in there]:
                found[key][path] = text.format(field=field.label, ids=", ".join(gone))
    return found


class _Parser:
    """Parses one tree and collects its errors."""

    def __init__(self, fields: Mapping[str, Field], *, strict: bool) -> None:
        self.fields, self.strict = fields, strict
        self.problems: dict[str, str] = {}
        self.references: list[tuple[str, Field, Leaf]] = []
        self.leaves = 0

    def tree(self, given: Anything, path: str, depth: int) -> Tree:
        """Return the part at `path`, or an empty group if it is not valid."""
        if depth > DEEPEST:
            text = _("Groups are nested too deeply. The maximum is {depth} levels.")
            return self._wrong(path, text.format(depth=DEEPEST))
        match given:
            case {"all": parts, **rest} if not rest:
                return self._all(parts, f"{path}.all", depth)
            case {"any": parts, **rest} if not rest:
                return self._any(parts, f"{path}.any", depth)
            case {"not": part, **rest} if not rest:
                return Not(self.tree(part, f"{path}.not", depth + 1))
            case {"field": _field, "operator": _operator, **rest} if not set(rest) - {"value"}:
                return self._leaf(given, path)
        text = _("This is not a condition. Use one of these forms: {forms}.")
        return self._wrong(path, text.format(forms=_SHAPE))

    def _all(self, given: object, path: str, depth: int) -> Tree:
        if given == [] and self.strict and depth > 1:
            text = _('An empty "all" matches everybody. Add a condition or remove the group.')
            return self._wrong(path, text)
        return All(self._parts(given, path, depth))

    def _any(self, given: object, path: str, depth: int) -> Tree:
        if given == []:
            return self._wrong(path, _('An empty "any" matches nobody. Add a condition or remove the group.'))
        return Any(self._parts(given, path, depth))

    def _parts(self, given: object, path: str, depth: int) -> tuple[Tree, ...]:
        if not isinstance(given, list):
            self._wrong(path, _("Enter a list of conditions."))
            return ()
        return tuple(self.tree(part, f"{path}[{index}]", depth + 1) for index, part in enumerate(given))

    def _leaf(self, given: Mapping[str, Anything], path: str) -> Tree:
        self.leaves += 1
        field = self.fields.get(str(given["field"]))
        if field is None:
            return self._wrong(f"{path}.field", _unknown(str(given["field"]), self.fields))
        if given["operator"] not in field.operators:
            text = _('"{operator}" does not apply to {field}. Use one of: {operators}.')
            return self._wrong(
                f"{path}.operator",
                text.format(
                    operator=given["operator"], field=field.label, operators=", ".join(field.operators)
                ),
            )
        operator = Operator(str(given["operator"]))
        try:
            leaf = Leaf(field.key, operator, value_of(given.get("value"), operator, field))
        except WrongValueError as wrong:
            return self._wrong(f"{path}.value", str(wrong))
        if field.kind is Kind.REFERENCE:
            self.references.append((f"{path}.value", field, leaf))
        return leaf

    def _wrong(self, path: str, why: str) -> Tree:
        self.problems[path] = why
        return All()


def _unknown(key: str, fields: Mapping[str, Field]) -> str:
    near = get_close_matches(key, fields, n=3, cutoff=0.5) or list(fields)[:3]
    text = _('Field "{field}" does not exist. Did you mean one of: {fields}?')
    return text.format(field=key, fields=", ".join(near))
