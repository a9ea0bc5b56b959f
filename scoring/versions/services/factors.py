"""Proposed factors, and their checks before they become a version."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from mauntic.kernel.conditions import Field, Tree, find_contradictions, parse
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid
from scoring.model.domain.factors import EVERYBODY, Category, Factor
from scoring.model.domain.points import BASE, CAP, Model, Weighted
from scoring.model.domain.size import MOST_COMPARISONS, MOST_FACTORS, comparisons
from scoring.model.models import WIDEST_WEIGHT, built_in, custom_note
from scoring.model.selectors.conditions import fields
from scoring.signals.models import SignalType

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
LONGEST_LABEL, LONGEST_GROUP = 100, 60
Problems = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSpec:
    """A proposed factor.

    `weight` is -100 to 100 with two decimals. Built-in factors have only category, weight and `enabled`.
    Custom
    ones also have a label, conditions (see `mauntic.kernel.conditions`; None for all leads), and optionally
    the type of signal that they fade with, and a group, of which the first factor that applies gives points.
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
    """Check factors, and return them for the rules.

    Args:
        specs: the factors, each with its own key.

    Returns: the factors in the same order.

    Raises: `Invalid` with all problems, by key of the factor, or `<key>.conditions` with the path of the
    part.
    """
    known, types = fields(), set(SignalType.objects.values_list("code", flat=True))
    problems: Problems = {}
    for key, count in Counter(spec.key for spec in specs).items():
        if count > 1:
            problems[key] = [gettext("This factor appears {count} times. Send it once.").format(count=count)]
    found = [_weighted(spec, known, types, problems) for spec in specs]
    if problems:
        raise Invalid(problems)
    return [weighted for weighted in found if weighted]


def check_bounds(caps: Mapping[Any, Decimal], base_points: Decimal) -> dict[Category, Decimal]:
    """Check caps and base points, and return the caps by category.

    Args:
        caps: the maximum points by category.
        base_points: points that each lead starts with.

    Returns: the caps by category.

    Raises: `Invalid` with all problems.
    """
    problems: dict[str, str] = {}
    for category, most in caps.items():
        if category not in set(Category):
            problems[f"caps.{category}"] = _no_category(category)
        elif most < 0 or _uneven(most):
            problems[f"caps.{category}"] = gettext(
                "Enter a maximum of 0 or more points with at most two decimals."
            )
    if abs(base_points) > WIDEST_WEIGHT or _uneven(base_points):
        problems["base_points"] = _weight_range()
    if problems:
        raise Invalid(problems)
    return {Category(category): most for category, most in caps.items()}


def check_size(model: Model) -> None:
    """Check that a model is not too large to score leads.

    Args:
        model: a model that need not be stored.

    Raises: `Invalid` with the size and the limit.
    """
    count = len(model.factors)
    if count > MOST_FACTORS:
        raise Invalid(
            {
                "factors": gettext(
                    "The model has {count} factors; the maximum is {most}. Remove some."
                ).format(count=number(count), most=number(MOST_FACTORS))
            }
        )
    asked = comparisons(model)
    if asked > MOST_COMPARISONS:
        raise Invalid(
            {
                "factors": gettext(
                    "The model compares {count} values; the maximum is {most}. Shorten lists of values, or "
                    "remove factors. In a group, a factor counts once more for each factor below it."
                ).format(count=number(asked), most=number(MOST_COMPARISONS))
            }
        )


def _weight_range() -> str:
    text = gettext("Enter points from -{most} to {most} with at most two decimals.")
    return text.format(most=WIDEST_WEIGHT)


def _weighted(
    spec: FactorSpec, known: Mapping[str, Field], types: set[str], problems: Problems
) -> Weighted | None:
    found = list(_wrong_numbers(spec))
    factor = built_in(spec.key)
    tree: Tree = EVERYBODY
    if factor is None:
        found += _wrong_texts(spec, types)
        tree = _tree(spec, known, problems)
    elif spec.label or spec.conditions or spec.signal or spec.group:
        found.append(gettext("This factor is built in. Change only its category, weight and enabled."))
    if found:
        problems.setdefault(spec.key, []).extend(found)
    if problems:
        return None
    category = Category(spec.category)
    return Weighted(factor or _own(spec, category, tree), spec.weight, category, spec.enabled)


def _own(spec: FactorSpec, category: Category, tree: Tree) -> Factor:
    return Factor(
        spec.key, spec.label, category, spec.weight, custom_note(), tree, signal=spec.signal, group=spec.group
    )


def _wrong_numbers(spec: FactorSpec) -> list[str]:
    found = []
    if spec.category not in set(Category):
        found.append(_no_category(spec.category))
    if abs(spec.weight) > WIDEST_WEIGHT:
        found.append(gettext("Enter a weight from -{most} to {most}.").format(most=WIDEST_WEIGHT))
    if _uneven(spec.weight):
        found.append(gettext("Enter a weight with at most two decimals."))
    return found


def _wrong_texts(spec: FactorSpec, types: set[str]) -> list[str]:
    found = []
    if not _KEY.fullmatch(spec.key) or spec.key == BASE or spec.key.startswith(CAP):
        text = gettext(
            "Use a key of 1 to 60 lower case letters, digits and underscores that starts with a letter, is "
            'not "{base}" and does not start with "{cap}".'
        )
        found.append(text.format(base=BASE, cap=CAP))
    if not 0 < len(spec.label) <= LONGEST_LABEL:
        text = gettext("A custom factor needs a label of 1 to {most} characters.")
        found.append(text.format(most=LONGEST_LABEL))
    if len(spec.group) > LONGEST_GROUP:
        found.append(gettext("Use a group name of at most {most} characters.").format(most=LONGEST_GROUP))
    if spec.signal and spec.signal not in types:
        text = gettext("Signal type {code} does not exist. The settings list all.")
        found.append(text.format(code=spec.signal))
    return found


def _tree(spec: FactorSpec, known: Mapping[str, Field], problems: Problems) -> Tree:
    if not spec.conditions:
        return EVERYBODY
    path = f"{spec.key}.conditions"
    try:
        tree = parse(spec.conditions, known, path=path)
    except Invalid as error:
        problems.update(error.fields)
        return EVERYBODY
    if clashes := find_contradictions(tree, known):
        problems[path] = [str(clash) for clash in clashes]
    return tree


def _no_category(category: str) -> str:
    text = gettext('"{category}" is no category. Use one of {categories}.')
    return text.format(category=category, categories=", ".join(Category))


def _uneven(points: Decimal) -> bool:
    return points != round(points, 2)
