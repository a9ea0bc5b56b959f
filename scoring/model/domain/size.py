"""The size of a model, and its limits."""

from collections import Counter

from mauntic.kernel.conditions import Leaf, leaves
from scoring.model.domain.points import Model

# Scoring 1,000 leads takes about 1 s with so many factors, and about 5 s with so many comparisons. Far larger
# models take minutes per statement, until the database refuses them.
MOST_FACTORS, MOST_COMPARISONS = 300, 5_000


def comparisons(model: Model) -> int:
    """Return the number of values that a lead is compared with.

    Each value of a list counts. A factor of a group also checks those above it.
    """
    later: Counter[str] = Counter()
    found = 0
    for weighted in reversed(model.factors):
        group = weighted.factor.group
        found += sum(map(_values, leaves(weighted.factor.conditions))) * (1 + later[group])
        if group:
            later[group] += 1
    return found


def _values(leaf: Leaf) -> int:
    return len(leaf.value) if isinstance(leaf.value, tuple) else 1
