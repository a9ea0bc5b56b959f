"""From past facts to rows to learn from, and from a learned card to factors of the model."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mauntic.kernel.conditions import All, Leaf, Operator, Tree
from scoring.learning.domain.binning import Between, Equals, Level, Unknown
from scoring.learning.domain.learnable import LEARNABLE, LEARNABLE_BY_FIELD, Learnable
from scoring.learning.domain.scorecard import Part, Scorecard
from scoring.learning.domain.training_set import Cell, Column, TrainingSet
from scoring.model.domain.factors import Factor
from scoring.model.domain.points import Weighted

Facts = Mapping[str, Any]
ON_FILE = "on file"
NOTE = "learned from outcomes"


def training_set(facts: Sequence[Facts], outcomes: Sequence[bool]) -> TrainingSet:
    """Leads by what was known of each."""
    return TrainingSet([_column(learnable, facts) for learnable in LEARNABLE], outcomes)


def factors_of(card: Scorecard) -> list[Weighted]:
    """The card as factors, one group per column; what is worth nothing makes none."""
    return [factor for part in card.parts for factor in _factors(part)]


def condition(field: str, level: Level) -> Tree:
    """What a lead satisfies that is at this level. Only of whom nothing is known, `Unknown` holds."""
    if isinstance(level, Unknown):
        return Leaf(field, Operator.IS_NOT_SET)
    if isinstance(level, Between):
        return _range_condition(field, level)
    if isinstance(level, Equals):
        presence = LEARNABLE_BY_FIELD[field].presence
        return Leaf(field, Operator.IS_SET) if presence else Leaf(field, Operator.EQUALS, level.word)
    return Leaf(field, Operator.NOT_IN, level.words) if level.words else Leaf(field, Operator.IS_SET)


def _column(learnable: Learnable, facts: Sequence[Facts]) -> Column:
    known = [each.get(learnable.field) for each in facts]
    if learnable.numeric:
        numbers = [None if value is None else float(value) for value in known]
        return Column(learnable.field, numbers, numeric=True)
    if learnable.presence:
        return Column(learnable.field, [ON_FILE if value else None for value in known], numeric=False)
    return Column(learnable.field, _words(known), numeric=False)


def _words(known: Sequence[Any]) -> list[Cell]:
    """Conditions on texts do not look at case: the first spelling stands for all."""
    spellings: dict[str, str] = {}
    return [spellings.setdefault(str(value).upper(), str(value)) if value else None for value in known]


def _factors(part: Part) -> list[Weighted]:
    field = part.binning.column
    learnable = LEARNABLE_BY_FIELD[field]
    name = field.replace(".", "_").lower()
    return [
        Weighted(
            Factor(
                key=f"{name}_{number}",
                label=f"{learnable.label}: {level}",
                category=learnable.category,
                weight=Decimal(points),
                note=NOTE,
                conditions=condition(field, level),
                group=name,
            ),
            Decimal(points),
            learnable.category,
        )
        for number, (level, points) in enumerate(part.worth(), 1)
    ]


def _range_condition(field: str, between: Between) -> Tree:
    low = None if between.low is None else Leaf(field, Operator.AT_LEAST, _plain(between.low))
    high = None if between.high is None else Leaf(field, Operator.BELOW, _plain(between.high))
    if low and high:
        return All((low, high))
    return low or high or Leaf(field, Operator.IS_SET)


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number
