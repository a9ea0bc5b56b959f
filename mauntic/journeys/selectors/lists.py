"""Journeys, and who is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.automation.domain.steps import Route, Step
from mauntic.automation.models import Definition, Kind, Version
from mauntic.automation.registry.actions import action_named
from mauntic.automation.registry.subjects import CONTACT
from mauntic.automation.selectors.inside import Counts, counts_of_steps, versions_of
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid, NotFound


def journeys() -> QuerySet[Definition]:
    """Return all journeys by name, with their current version."""
    return Definition.objects.filter(kind=Kind.JOURNEY).select_related("current")


def open_journeys() -> QuerySet[Definition]:
    """Return the journeys that are on and not locked, by name: leads can be added to these."""
    return Definition.objects.active().filter(kind=Kind.JOURNEY).order_by("name", "pk")


def enrolled_words(count: int, refused: int, name: str) -> str:
    """Return how many leads entered a journey and how many were left out, for people."""
    text = ngettext("{count} lead added to {journey}.", "{count} leads added to {journey}.", count)
    said = text.format(count=number(count), journey=name)
    if not refused:
        return said
    left = ngettext("{count} lead left out.", "{count} leads left out.", refused)
    return f"{said} {left.format(count=number(refused))}"


def undone_words(left: int, stays: Mapping[str, int], name: str) -> str:
    """Return how many leads left again, and which actions were done before, for people."""
    text = ngettext("{count} lead removed from {journey}.", "{count} leads removed from {journey}.", left)
    said = text.format(count=number(left), journey=name)
    if not stays:
        return said
    actions = {key: action_named(key, CONTACT) for key in stays}
    done = ", ".join(
        f"{action.label if (action := actions[key]) else key} ({number(count)})"
        for key, count in stays.items()
    )
    return f"{said} {_('Already done, and stays: {done}.').format(done=done)}"


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
        failed: how many failed there.
    """

    step: str
    version: int
    position: int
    sentence: str
    is_current: bool
    waiting: int
    running: int
    failed: int


def people_in_steps(definition: Definition) -> list[StepPeople]:
    """Return how many leads are at each step: all of the current version, and older ones where somebody is.

    Two queries, however many leads and versions.
    """
    counts = counts_of_steps(definition)
    current = definition.current
    route = _route(current) if current else None
    known = route.steps if route else {}
    found = [_people(current, route, each, counts.get(each), is_current=True) for each in known]
    older = {step_id: each for step_id, each in counts.items() if step_id and step_id not in known}
    versions = versions_of(definition, {each.version for each in older.values()})
    for step_id, each in older.items():
        version = versions[each.version]
        found.append(_people(version, _route(version), step_id, each, is_current=False))
    return found


def _route(version: Version) -> Route:
    return Script(version).route


def _people(
    version: Version | None, route: Route | None, step_id: str, counts: Counts | None, *, is_current: bool
) -> StepPeople:
    if version is None or route is None:
        raise LookupError(step_id)
    found = counts or Counts()
    return StepPeople(
        step=step_id,
        version=version.number,
        position=route.positions[step_id],
        sentence=sentence_of(Script(version), route.steps[step_id]),
        is_current=is_current,
        waiting=found.waiting,
        running=found.running,
        failed=found.failed,
    )


def sentence_of(script: Script, step: Step) -> str:
    """Return what a step does, in words; why it is broken if it is."""
    try:
        return script.action(step).sentence(script.settings(step))
    except Invalid as error:
        return " ".join(text for texts in error.fields.values() for text in texts)
