"""What a model would have made of a lead, from the facts that were kept of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mauntic.kernel.conditions import fields_of, holds
from scoring.domain.factors import Factor
from scoring.domain.facts import SIGNALS, STRENGTH, strength_of
from scoring.domain.learnable import LEARNABLE_BY_FIELD
from scoring.domain.model import ContactFacts, Model, score
from scoring.domain.signals import DecayModel, Signal

_LIFE = timedelta(hours=1)


def total(model: Model, facts: Mapping[str, Any], at: datetime) -> Decimal:
    """The total (0-100) of a lead of which these facts were known at `at`."""
    return score(ContactFacts(facts, list(_signals(facts, at))), model, at).total


def can_tell(factor: Factor) -> bool:
    """Whether the facts that are kept say if the factor applied."""
    return fields_of(factor.conditions) <= LEARNABLE_BY_FIELD.keys()


def applied(factor: Factor, facts: Mapping[str, Any], at: datetime) -> bool:
    """Whether the factor applied to a lead of which these facts were known at `at`."""
    if factor.signal and not facts.get(strength_of(factor.signal)):
        return False
    return holds(factor.conditions, facts, at)


def matching(factor: Factor, leads: Sequence[tuple[Mapping[str, Any], datetime]]) -> list[bool]:
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
