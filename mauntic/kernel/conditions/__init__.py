"""Conditions on facts, as people put them together: a tree that is parsed, checked, held and compiled.

    {"all": [{"field": "company.employees", "operator": "at_least", "value": 200},
             {"any": [...]}, {"not": {...}}]}

What is not known satisfies nothing: a condition on an unknown fact (NULL, an empty text, an empty list) does
not hold, `not_equals` and `not_in` included; only `is_not_set` does. A "not" turns round whatever stands in
it, and so takes those of whom nothing is known, too. There is no third truth value, in Python or in SQL.
Texts are compared without regard to case, choices as they are.
"""

from mauntic.kernel.conditions.contradictions import Contradiction, find_contradictions
from mauntic.kernel.conditions.fields import OPERATORS, Field, Kind
from mauntic.kernel.conditions.holding import holds
from mauntic.kernel.conditions.parsing import parse
from mauntic.kernel.conditions.tree import (
    All,
    Any,
    Leaf,
    Not,
    Operator,
    Tree,
    as_json,
    fields_of,
    from_json,
    leaves,
)

__all__ = [
    "OPERATORS",
    "All",
    "Any",
    "Contradiction",
    "Field",
    "Kind",
    "Leaf",
    "Not",
    "Operator",
    "Tree",
    "as_json",
    "fields_of",
    "find_contradictions",
    "from_json",
    "holds",
    "leaves",
    "parse",
]
