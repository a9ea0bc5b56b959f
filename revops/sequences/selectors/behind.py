"""Leads that are in older versions of a sequence, and where a move to the newest one takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence, SequenceVersion
from revops.sequences.selectors.steps import step_at, steps_of


@dataclass(frozen=True, slots=True)
class Place:
    """Leads at the same step of the same older version.

    Args:
        version: its number.
        position: of the step, from 1.
        count: how many leads.
        step: that comes next for them.
        instead: the step that comes next in the newest version; empty if it has no more: then they finish.
    """

    version: int
    position: int
    count: int
    step: str
    instead: str


def behind_count(sequence: Sequence, newest: SequenceVersion | None) -> int:
    """Return how many open enrollments are in older versions."""
    if newest is None:
        return 0
    return Enrollment.objects.open().filter(sequence=sequence).exclude(version=newest).count()


def places(sequence: Sequence, newest: SequenceVersion | None) -> list[Place]:
    """Return where the leads of older versions are, in three queries."""
    rows = Enrollment.objects.open().filter(sequence=sequence).exclude(version=newest).order_by()
    grouped = rows.values("version_id", "version__number", "position").annotate(count=Count("pk"))
    found: list[Mapping[str, Any]] = list(grouped.order_by("version__number", "position"))
    versions = {each["version_id"] for each in found}
    steps = steps_of([*versions, *_ids(newest)])

    def name(version_id: UUID, position: int) -> str:
        step = step_at(steps, version_id, position)
        return str(step) if step else ""

    return [
        Place(
            version=each["version__number"],
            position=each["position"],
            count=each["count"],
            step=name(each["version_id"], each["position"]),
            instead=name(newest.pk, each["position"]) if newest else "",
        )
        for each in found
    ]


def _ids(newest: SequenceVersion | None) -> Iterable[UUID]:
    return [newest.pk] if newest else []
