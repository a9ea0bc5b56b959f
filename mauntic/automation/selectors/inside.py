"""Which records are at the steps of a workflow or journey now: those that wait, go on, or failed there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from mauntic.automation.models import Definition, Run, RunState, Version

INSIDE = (RunState.WAITING, RunState.RUNNING, RunState.FAILED)
"""The states of runs that are at a step, in the order in which pages show them."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many runs wait, go on, or failed at a step.

    Args:
        version: the latest one of these runs.
        behind: how many wait in another version than the current one.
    """

    waiting: int = 0
    running: int = 0
    failed: int = 0
    version: int = 0
    behind: int = 0

    @property
    def by_state(self) -> Mapping[str, int]:
        """Return the numbers by state, in the order in which pages show them."""
        return {state.value: getattr(self, state.value) for state in INSIDE}

    @property
    def inside(self) -> int:
        """Return how many are there and have not failed."""
        return self.waiting + self.running


def counts_of_steps(definition: Definition) -> dict[str, Counts]:
    """Return how many runs are at each step that has any, by the id of the step, in one query."""
    rows = Run.objects.filter(definition=definition, state__in=INSIDE).order_by().values("step")
    counted = rows.annotate(
        waiting=Count("pk", filter=Q(state=RunState.WAITING)),
        running=Count("pk", filter=Q(state=RunState.RUNNING)),
        failed=Count("pk", filter=Q(state=RunState.FAILED)),
        latest=Max("version__number"),
        behind=Count("pk", filter=Q(state=RunState.WAITING) & ~Q(version=definition.current_id)),
    )
    return {
        row["step"]: Counts(row["waiting"], row["running"], row["failed"], row["latest"], row["behind"])
        for row in counted
    }


def runs_at(definition: Definition, step: str = "", state: str = "") -> QuerySet[Run]:
    """Return the runs at a step, or at all; in a state, or that go on. The longest inside come first."""
    runs = Run.objects.filter(definition=definition).select_related("definition", "version")
    runs = runs.filter(state=state) if state else runs.alive()
    return (runs.filter(step=step) if step else runs).order_by("started_at", "pk")


def versions_of(definition: Definition, numbers: Collection[int]) -> dict[int, Version]:
    """Return versions of a definition by their numbers, in one query; none for no numbers."""
    if not numbers:
        return {}
    rows = definition.versions.filter(number__in=numbers).select_related("definition")
    return {version.number: version for version in rows}
