"""Conditions on fields: a tree that is parsed, checked, evaluated in Python and compiled to SQL.

    {"all": [{"field": "company.employees", "operator": "at_least", "value": 200},
             {"any": [...]}, {"not": {...}}]}

An unknown value (NULL, an empty text, an empty list) matches only `is_not_set`, not even `not_equals` and
`not_in`. A "not" inverts its part, so it matches unknown values, too. Python and SQL agree: there is no third
truth value. Texts are compared without case, choices exactly.

Conditions that act by themselves are read with `parse_strict`: what it does not understand is `Broken` and
matches nobody, where `from_json` would make it match everybody.
"""

from mauntic.kernel.conditions.contradictions import Contradiction, find_contradictions
from mauntic.kernel.conditions.descriptions import words
from mauntic.kernel.conditions.fields import OPERATORS, Field, Kind, event_fields_of
from mauntic.kernel.conditions.holding import holds
from mauntic.kernel.conditions.operators import Operator
from mauntic.kernel.conditions.parsing import EVERYTHING, parse, parse_strict, parse_strict_many
from mauntic.kernel.conditions.references import references_of, with_names
from mauntic.kernel.conditions.tree import (
    All,
    Any,
    Broken,
    Leaf,
    Not,
    Tree,
    as_json,
    fields_of,
    from_json,
    leaves,
)

__all__ = [
    "EVERYTHING",
    "OPERATORS",
    "All",
    "Any",
    "Broken",
    "Contradiction",
    "Field",
    "Kind",
    "Leaf",
    "Not",
    "Operator",
    "Tree",
    "as_json",
    "event_fields_of",
    "fields_of",
    "find_contradictions",
    "from_json",
    "holds",
    "leaves",
    "parse",
    "parse_strict",
    "parse_strict_many",
    "references_of",
    "with_names",
    "words",
]
