"""Factors as people and learners propose them, and what is checked before they become a version."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mauntic.kernel.conditions import Field, Tree, contradictions, parse
from mauntic.kernel.errors import Invalid
from scoring.domain.factors import EVERYBODY, FACTORS_BY_KEY, Category, Factor
from scoring.domain.model import BASE, CAP, Weighted
from scoring.models import SignalType
from scoring.models.model import OWN_NOTE, WIDEST_WEIGHT
from scoring.selectors import fields

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
LONGEST_LABEL, LONGEST_GROUP = 100, 60
Problems = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSpec:
    """A factor as it shall be.

    `weight` is -100 to 100 with two decimals. Those that every organization starts with are named by their
    key, and only category, weight and switch are theirs to choose. Own ones also bring a label, conditions
    (see `mauntic.kernel.conditions`; None: everybody), and optionally the type of signal that they fade with
    and a group, of whose factors the first that applies gives its points.
    """

    key: str
    category: str
    weight: Decimal
    enabled: bool = True
    label: str = ""
    conditions: Mapping[str, Any] | None = None
    signal: str = ""
    group: str = ""


def weighted_from(specs: Sequence[FactorSpec]) -> list[Weighted]:
    """The factors as the rules know them; `Invalid` names everything that cannot be.

    What is wrong stands under the factor's key, or for its conditions under `<key>.conditions` and the path
    of the part in them.
    """
    known, types = fields(), set(SignalType.objects.values_list("code", flat=True))
    problems: Problems = {}
    for key, count in Counter(spec.key for spec in specs).items():
        if count > 1:
            problems[key] = [f"This factor is named {count} times. Name it once."]
    found = [_weighted(spec, known, types, problems) for spec in specs]
    if problems:
        raise Invalid(problems)
    return [weighted for weighted in found if weighted]


def check_bounds(caps: Mapping[Any, Decimal], base_points: Decimal) -> dict[Category, Decimal]:
    """Caps by category; `Invalid` where a cap or the base cannot be."""
    problems: dict[str, str] = {}
    for category, most in caps.items():
        if category not in set(Category):
            problems[f"caps.{category}"] = _no_category(category)
        elif most < 0 or _uneven(most):
            problems[f"caps.{category}"] = "A cap is 0 or more points with at most two decimals."
    if abs(base_points) > WIDEST_WEIGHT or _uneven(base_points):
        problems["base_points"] = _RANGE
    if problems:
        raise Invalid(problems)
    return {Category(category): most for category, most in caps.items()}


_RANGE = f"Points are between -{WIDEST_WEIGHT} and {WIDEST_WEIGHT} with at most two decimals."


def _weighted(
    spec: FactorSpec, known: Mapping[str, Field], types: set[str], problems: Problems
) -> Weighted | None:
    said = list(_wrong_numbers(spec))
    factor = FACTORS_BY_KEY.get(spec.key)
    tree: Tree = EVERYBODY
    if factor is None:
        said += _wrong_words(spec, types)
        tree = _tree(spec, known, problems)
    elif spec.label or spec.conditions or spec.signal or spec.group:
        said.append("This factor is built in: only its category, weight and switch can be changed.")
    if said:
        problems.setdefault(spec.key, []).extend(said)
    if problems:
        return None
    category = Category(spec.category)
    return Weighted(factor or _own(spec, category, tree), spec.weight, category, spec.enabled)


def _own(spec: FactorSpec, category: Category, tree: Tree) -> Factor:
    return Factor(
        spec.key, spec.label, category, spec.weight, OWN_NOTE, tree, signal=spec.signal, group=spec.group
    )


def _wrong_numbers(spec: FactorSpec) -> list[str]:
    said = []
    if spec.category not in set(Category):
        said.append(_no_category(spec.category))
    if abs(spec.weight) > WIDEST_WEIGHT:
        said.append(f"A weight is between -{WIDEST_WEIGHT} and {WIDEST_WEIGHT}.")
    if _uneven(spec.weight):
        said.append("A weight has at most two decimals.")
    return said


def _wrong_words(spec: FactorSpec, types: set[str]) -> list[str]:
    said = []
    if not _KEY.fullmatch(spec.key) or spec.key == BASE or spec.key.startswith(CAP):
        said.append(
            "The key of an own factor is a small letter followed by up to 59 small letters, digits and "
            f"underscores; it is not “{BASE}” and does not begin with “{CAP}”."
        )
    if not 0 < len(spec.label) <= LONGEST_LABEL:
        said.append(f"An own factor needs a label of 1 to {LONGEST_LABEL} characters.")
    if len(spec.group) > LONGEST_GROUP:
        said.append(f"The name of a group has at most {LONGEST_GROUP} characters.")
    if spec.signal and spec.signal not in types:
        said.append(f"There is no signal type {spec.signal}; see the settings.")
    return said


def _tree(spec: FactorSpec, known: Mapping[str, Field], problems: Problems) -> Tree:
    if not spec.conditions:
        return EVERYBODY
    path = f"{spec.key}.conditions"
    try:
        tree = parse(spec.conditions, known, path=path)
    except Invalid as error:
        problems.update(error.fields)
        return EVERYBODY
    if clashes := contradictions(tree):
        problems[path] = [str(clash) for clash in clashes]
    return tree


def _no_category(category: str) -> str:
    return f"“{category}” is no category. Use one of {', '.join(Category)}."


def _uneven(points: Decimal) -> bool:
    return points != round(points, 2)
