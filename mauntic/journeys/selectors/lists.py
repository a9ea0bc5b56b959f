"""Journeys, and who is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from mauntic.automation.domain.steps import Route, Step, route_of, steps_from
from mauntic.automation.models import Definition, Kind, Run, RunState, Version
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.errors import Invalid, NotFound


def journeys() -> QuerySet[Definition]:
    """Return all journeys by name, with their current version."""
    return Definition.objects.filter(kind=Kind.JOURNEY).select_related("current")


def journey(definition_id: UUID) -> Definition:
    """Return a journey. Raises: `NotFound`."""
    found = journeys().filter(pk=definition_id).first()
    if found is None:
        raise NotFound(_("This journey does not exist."))
    return found


@dataclass(frozen=True, slots=True)
class StepPeople:
    """Who is at a step now.

    Args:
        step: its id; empty for the end.
        version: the latest version that has the step, and of which somebody is there.
        position: its number in that version.
        sentence: what it does.
        is_current: whether the current version has it.
        waiting: how many wait there.
        running: how many are about to do it.
    """

    step: str
    version: int
    position: int
    sentence: str
    is_current: bool
    waiting: int
    running: int


def people_in_steps(definition: Definition) -> list[StepPeople]:
    """Return how many leads are at each step: all of the current version, and older ones where somebody is.

    Three queries, however many leads and versions.
    """
    runs = Run.objects.alive().filter(definition=definition).order_by()
    counted = runs.values("step").annotate(
        waiting=Count("pk", filter=Q(state=RunState.WAITING)),
        running=Count("pk", filter=Q(state=RunState.RUNNING)),
        latest=Max("version__number"),
    )
    counts = {row["step"]: row for row in counted}
    current = definition.current
    numbers = {row["latest"] for row in counted}
    rows = definition.versions.filter(number__in=numbers).select_related("definition")
    versions = {version.number: version for version in rows}
    route = _route(current) if current else None
    known = route.steps if route else ()
    found = [_people(current, route, each, counts.get(each, {}), is_current=True) for each in known]
    for step_id, row in counts.items():
        if step_id and step_id not in known:
            version = versions[row["latest"]]
            found.append(_people(version, _route(version), step_id, row, is_current=False))
    return found


def _route(version: Version) -> Route:
    return route_of(steps_from(version.steps))


def _people(
    version: Version | None, route: Route | None, step_id: str, row: Mapping[str, Any], *, is_current: bool
) -> StepPeople:
    if version is None or route is None:
        raise LookupError(step_id)
    return StepPeople(
        step=step_id,
        version=version.number,
        position=route.positions[step_id],
        sentence=sentence_of(Script(version), route.steps[step_id]),
        is_current=is_current,
        waiting=row.get("waiting", 0),
        running=row.get("running", 0),
    )


def sentence_of(script: Script, step: Step) -> str:
    """Return what a step does, in words; why it is broken if it is."""
    try:
        return script.action(step).sentence(script.settings(step))
    except Invalid as error:
        return " ".join(text for texts in error.fields.values() for text in texts)


def people_at(definition: Definition, step: str = "") -> QuerySet[Run]:
    """Return the runs that go on, of all steps or of one. The longest inside come first."""
    runs = Run.objects.alive().filter(definition=definition).select_related("version")
    return (runs.filter(step=step) if step else runs).order_by("started_at", "pk")
