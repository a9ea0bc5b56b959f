"""What a model would have made of a lead, from the facts that were kept of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from mauntic.kernel.conditions import fields_of, holds, leaves
from scoring.learning.domain.learnable import LEARNABLE_BY_FIELD
from scoring.model.domain.factors import Factor
from scoring.model.domain.facts import SIGNALS, STRENGTH, strength_of
from scoring.model.domain.points import ContactFacts, Model, score
from scoring.signals.domain.strength import DecayModel, Signal

# What was known of a lead, and when.
Past: TypeAlias = tuple[Mapping[str, Any], datetime]
_LIFE = timedelta(hours=1)


def totals(model: Model, leads: Sequence[Past]) -> list[Decimal]:
    """Return the total (0-100) of each lead, from the facts that were known of it at its moment.

    Factors that the facts say nothing about give no points.
    """
    answerable = replace(model, factors=tuple(each for each in model.factors if can_tell(each.factor)))
    return [
        score(ContactFacts(facts, list(_signals(facts, at))), answerable, at).total for facts, at in leads
    ]


def can_tell(factor: Factor) -> bool:
    """Return whether the facts that are kept say if the factor applied.

    Of an email address, say, only whether there was one is kept: that tells of "is known", and not of
    "contains acme".
    """
    known = ((LEARNABLE_BY_FIELD.get(leaf.field), leaf) for leaf in leaves(factor.conditions))
    return all(fact is not None and fact.tells(leaf) for fact, leaf in known)


def applied(factor: Factor, facts: Mapping[str, Any], at: datetime) -> bool:
    """Whether the factor applied to a lead of which these facts were known at `at`."""
    if factor.signal and not facts.get(strength_of(factor.signal)):
        return False
    return holds(factor.conditions, facts, at)


def matching(factor: Factor, leads: Sequence[Past]) -> list[bool]:
    """`applied` for many leads; those that are alike in what the factor looks at are asked about once."""
    fields = [*fields_of(factor.conditions), *([strength_of(factor.signal)] if factor.signal else [])]
    found: dict[tuple[Any, ...], bool] = {}
    answers = []
    for facts, at in leads:
        key = tuple(facts.get(field) for field in fields)
        if key not in found:
            found[key] = applied(factor, facts, at)
        answers.append(found[key])
    return answers


def _signals(facts: Mapping[str, Any], at: datetime) -> Iterator[Signal]:
    """Signals of which as much is left at `at` as the facts say."""
    for field, left in facts.items():
        if field.startswith(SIGNALS) and field.endswith(STRENGTH):
            began = at - _LIFE * (1 - left)
            type_ = field.removeprefix(SIGNALS).removesuffix(STRENGTH)
            yield Signal(type_, 1.0, began, began + _LIFE, DecayModel.LINEAR)
