"""What came of the steps of a version: per step and variant."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from revops.sequences.domain.rates import Rate, better, rate
from revops.sequences.domain.schedule import days_before
from revops.sequences.domain.steps import StepType
from revops.sequences.models.sequences import SequenceVersion, Step
from revops.sequences.selectors.outcomes import OUTCOMES, meetings, runs_of
from revops.sequences.selectors.steps import Text, texts_of

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a step, or of one variant of it.

    `reached` counts leads that it was done for; `opened` and `clicked` count people, never machines.
    """

    reached: int = 0
    sent: int = 0
    delivered: int = 0
    opened: int = 0
    clicked: int = 0
    bounced: int = 0
    replied: int = 0
    positive: int = 0
    unsubscribed: int = 0
    complained: int = 0
    meetings: int = 0

    @property
    def replies(self) -> Rate:
        """Return the replies in the delivered emails."""
        return rate(self.replied, self.delivered)


@dataclass(frozen=True, slots=True)
class Line:
    """A variant of a step with its figures.

    Args:
        step: the step.
        text: what the lead gets.
        letter: of the variant; empty where there is only one text.
        figures: what came of it.
        is_first: whether it is the first variant of its step.
        days: after the step before.
        is_better: whether more leads reply to it than to the other variant, beyond chance.
        is_worse: the opposite.
    """

    step: Step
    text: Text
    letter: str
    figures: Figures
    is_first: bool
    days: int
    is_better: bool = False
    is_worse: bool = False

    @property
    def is_email(self) -> bool:
        """Return whether figures of emails apply."""
        return self.step.type == StepType.EMAIL


def figures_of(version: SequenceVersion | None) -> list[Line]:
    """Return the steps of a version with their figures, in four queries.

    Emails count once they were sent; a bounce, reply or unsubscription counts at the email that it followed,
    and a meeting at the last step before it was planned.
    """
    steps = list(Step.objects.filter(version=version).order_by("position").prefetch_related("variants"))
    counts = _counts(steps)
    before = [None, *(StepType(step.type) for step in steps)]
    return [
        line for step, previous in zip(steps, before, strict=False) for line in _lines(step, previous, counts)
    ]


def _lines(step: Step, previous: StepType | None, counts: Mapping[Key, Figures]) -> Iterable[Line]:
    days = days_before(StepType(step.type), previous, step.delay_days)
    texts = texts_of(step)
    letters = [text.letter if len(texts) > 1 else "" for text in texts]
    found = [counts.get((step.pk, letter), Figures()) for letter in letters]
    verdicts = [0] * len(found)
    if len(found) > 1:
        first = better(found[0].replies, found[1].replies)
        verdicts = [first, -first]
    for index, (text, letter, figures, verdict) in enumerate(
        zip(texts, letters, found, verdicts, strict=False)
    ):
        yield Line(step, text, letter, figures, index == 0, days, verdict > 0, verdict < 0)


def _counts(steps: Iterable[Step]) -> dict[Key, Figures]:
    ids = [step.pk for step in steps]
    planned = Counter((row.step_id, row.variant) for row in meetings(ids))
    counted: Iterable[Mapping[str, Any]] = (
        runs_of(ids)
        .order_by()
        .values("step_id", "variant")
        .annotate(**{name: Count("pk", filter=condition) for name, condition in OUTCOMES.items()})
    )
    return {
        key: Figures(**{name: row[name] for name in OUTCOMES}, meetings=planned[key])
        for row in counted
        if (key := (row["step_id"], row["variant"]))
    }
