"""Conditions on other records: which ids they hold, which of those records still exist, and their names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Existing, Field, Kind
from mauntic.kernel.conditions.tree import Broken, Leaf, Tree, leaves

Found = Mapping[Existing, Mapping[UUID, str]]


def ids_of(leaf: Leaf) -> list[UUID]:
    """Return the ids in the value of a condition on references."""
    values = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
    return [UUID(str(value)) for value in values if value is not None]


def references_of(tree: Tree | Broken, fields: Mapping[str, Field]) -> dict[str, set[UUID]]:
    """Return the ids of the records that the tree names, by field.

    Args:
        tree: the conditions.
        fields: the fields that they compare.
    """
    found: dict[str, set[UUID]] = {}
    for field, leaf in _of(tree, fields):
        found.setdefault(field.key, set()).update(ids_of(leaf))
    return found


def found_records(named: Iterable[tuple[Field, Leaf]]) -> Found:
    """Return the names of the existing records, in one query per function that finds them.

    Args: `named` are the conditions on references, with their fields.
    """
    wanted: defaultdict[Existing, set[UUID]] = defaultdict(set)
    for field, leaf in named:
        if field.existing:
            wanted[field.existing].update(ids_of(leaf))
    return {find: find(ids) if ids else {} for find, ids in wanted.items()}


def with_names(fields: Mapping[str, Field], trees: Iterable[Tree | Broken]) -> dict[str, Field]:
    """Return the fields with the records that the trees name as choices, for words and forms.

    Deleted ones are named as such. One query per function that finds records, however many trees.

    Args:
        fields: the fields by key.
        trees: all conditions that are going to be shown.
    """
    named = [pair for tree in trees for pair in _of(tree, fields)]
    existing = found_records(named)
    found = dict(fields)
    for field, leaf in named:
        known = found[field.key]
        there = {value for value, _label in known.choices}
        records = existing.get(field.existing, {}) if field.existing else {}
        more = [id_ for id_ in ids_of(leaf) if str(id_) not in there]
        choices = tuple((str(id_), records.get(id_) or _("Deleted")) for id_ in more)
        found[field.key] = replace(known, choices=known.choices + choices)
    return found


def _of(tree: Tree | Broken, fields: Mapping[str, Field]) -> list[tuple[Field, Leaf]]:
    """Return the conditions on references, with their fields."""
    if isinstance(tree, Broken):
        return []
    found = ((fields[leaf.field], leaf) for leaf in leaves(tree) if leaf.field in fields)
    return [(field, leaf) for field, leaf in found if field.kind is Kind.REFERENCE]
