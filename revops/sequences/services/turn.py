"""A turn of the sweep: due enrollments that were locked together, and what was decided about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from revops.sequences.domain.standing import Wait
from revops.sequences.models.enrollments import Enrollment, Outcome, StepRun
from revops.sequences.models.sequences import Step
from revops.sequences.selectors.steps import Steps

LOOK_AGAIN = timedelta(minutes=15)


@dataclass(slots=True)
class Turn:
    """The enrollments of a turn, locked, with what is known of them and what was decided.

    Args:
        at: the present.
        steps: those of their versions.
        runs: runs of their current steps, where a step was begun before.
        begun: new runs of steps, to be stored.
        held: enrollments that wait for something, to be stored.
        passed: enrollments whose step is done already.
        done: what was done, to be published.
    """

    at: datetime
    steps: Steps
    runs: Mapping[tuple[UUID, UUID], StepRun]
    begun: list[StepRun] = field(default_factory=list)
    held: list[Enrollment] = field(default_factory=list)
    passed: list[Enrollment] = field(default_factory=list)
    done: list[tuple[Enrollment, Step, str]] = field(default_factory=list)

    @property
    def later(self) -> datetime:
        """Return when to look again at what has no known end."""
        return self.at + LOOK_AGAIN

    def begin(self, row: Enrollment, step: Step, outcome: Outcome) -> StepRun:
        """Return the run of a step, to be stored with the turn; another attempt if it was begun before."""
        earlier = self.runs.get((row.pk, step.pk))
        run = StepRun(
            enrollment=row,
            step=step,
            outcome=outcome,
            at=self.at,
            attempt=earlier.attempt + 1 if earlier else 1,
        )
        self.begun.append(run)
        return run

    def skip(self, due: Iterable[tuple[Enrollment, Step]], outcome: Outcome) -> None:
        """Go on to the next step of enrollments, with what came of this one."""
        for row, step in due:
            self.begin(row, step, outcome)
            self.passed.append(row)
            self.done.append((row, step, outcome.value))

    def hold(
        self, row: Enrollment, wait: Wait, facts: Mapping[str, str | int], until: datetime | None
    ) -> None:
        """Let an enrollment wait for something, until a moment or until it happens."""
        row.wait, row.wait_facts, row.due_at = wait, dict(facts), until
        self.held.append(row)
