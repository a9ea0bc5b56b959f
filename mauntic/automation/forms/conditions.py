"""Conditions in the builder: what was entered is kept while it is not complete yet."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mauntic.kernel.conditions import Field
from mauntic.kernel.conditions.builder import Builder, ConditionRow, Group, builder_from
from mauntic.kernel.values.json_values import read_json

MATCHES = ("all", "any")


class Conditions:
    """A condition builder, or conditions that are nested too deeply for it and are kept as they are.

    Args:
        name: the prefix of the inputs.
        fields: what can be compared.
        data: the sent inputs; else `stored` is shown.
        stored: a tree as JSON, checked or not.
    """

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Field],
        *,
        data: Mapping[str, str] | None = None,
        stored: Mapping[str, Any] | None = None,
    ) -> None:
        self.name, self.fields = name, fields
        self.errors: list[str] = []
        self.nested: Mapping[str, Any] = {}
        self.builder = self._builder(data, stored or {})
        self._settle()

    def _builder(self, data: Mapping[str, str] | None, stored: Mapping[str, Any]) -> Builder | None:
        if data is None:
            found = builder_of_json(stored)
            self.nested = {} if found else stored
            return found
        if kept := data.get(f"{self.name}-json"):
            self.nested = _object(kept)
            return None
        return builder_from(data, self.name)

    @property
    def nested_json(self) -> str:
        """Return conditions that are kept as they are, for a hidden input."""
        return json.dumps(self.nested)

    def as_json(self) -> dict[str, Any]:
        """Return the conditions as JSON, checked or not. Empty without conditions."""
        if self.builder is None:
            return dict(self.nested)
        return dict(self.builder.as_json()) if any(True for _ in self.builder.rows) else {}

    def edit(self, verb: str, where: Sequence[str]) -> None:
        """Apply a button of the condition builder. Unknown positions change nothing."""
        try:
            if self.builder:
                self.builder.edit(verb, [int(index) for index in where], self.fields)
        except (IndexError, ValueError):
            return
        self._settle()

    def refuse(self, path: str, problems: Sequence[str]) -> None:
        """Show what is wrong at the row of a path, else above the rows."""
        if not (self.builder and self.builder.blame(path, problems)):
            self.errors.extend(each for each in map(str, problems) if each not in self.errors)

    @property
    def is_wrong(self) -> bool:
        """Return whether a part has an error."""
        rows = self.builder.rows if self.builder else ()
        return bool(self.errors) or any(row.errors for row in rows)

    def _settle(self) -> None:
        if self.builder:
            self.builder.groups = [group for group in self.builder.groups if group.conditions]
            self.builder.settle(self.name, self.fields)


def builder_of_json(tree: Mapping[str, Any]) -> Builder | None:
    """Return the builder of a tree as JSON, checked or not; None if it is nested too deeply."""
    if not tree:
        return Builder()
    if "field" in tree:
        return Builder(groups=[Group(conditions=[_row(tree)])])
    match, parts = _parts(tree)
    if not match:
        return None
    if all("field" in part for part in parts):
        return Builder(groups=[Group(match=match, conditions=[_row(part) for part in parts])])
    groups = [_group(part) for part in parts]
    if any(group is None for group in groups):
        return None
    return Builder(match, [group for group in groups if group])


def _group(part: Mapping[str, Any]) -> Group | None:
    if "field" in part:
        return Group(conditions=[_row(part)])
    match, parts = _parts(part)
    if not match or not all("field" in each for each in parts):
        return None
    return Group(match=match, conditions=[_row(each) for each in parts])


def _parts(tree: Mapping[str, Any]) -> tuple[str, list[Mapping[str, Any]]]:
    match = next((each for each in MATCHES if set(tree) == {each}), "")
    parts = tree[match] if match else []
    is_known = isinstance(parts, list) and all(isinstance(part, Mapping) for part in parts)
    return (match, parts) if is_known else ("", [])


def _row(leaf: Mapping[str, Any]) -> ConditionRow:
    return ConditionRow(
        about=str(leaf.get("field", "")),
        operator=str(leaf.get("operator", "")),
        value=_shown(leaf.get("value")),
    )


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _object(text: str) -> dict[str, Any]:
    try:
        found = read_json(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
