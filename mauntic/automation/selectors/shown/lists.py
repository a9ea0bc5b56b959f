"""Workflows and journeys with their states, sentences, and the runs of the last days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mauntic.automation.models import Definition, DefinitionQuerySet, Kind, Run, RunState, Switch
from mauntic.automation.selectors.at_hand import read_at_once
from mauntic.automation.selectors.inside import Counts, versions_of
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.sentences import Line, Told, line_of, told
from mauntic.kernel.clock import now
from mauntic.kernel.errors import NotFound

COUNTED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """How a definition is doing: a word, how it looks, and why, in sentences."""

    label: str
    look: str = ""
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A definition of the list. `runs` and `failed` are of the last 30 days."""

    definition: Definition
    standing: Standing
    told: Told | None
    runs: int
    failed: int


def definitions_of(kind: Kind) -> DefinitionQuerySet:
    """Return all workflows or journeys by name."""
    return Definition.objects.filter(kind=kind).select_related("current", "switched_by")


def definition_of(kind: Kind, definition_id: UUID) -> Definition:
    """Return a workflow or journey.

    Raises: `NotFound`.
    """
    found = definitions_of(kind).filter(pk=definition_id).first()
    if found is None:
        raise NotFound(_("It does not exist any more."))
    return found


def rows_of(definitions: Iterable[Definition]) -> list[Row]:
    """Return definitions as the list shows them, in a constant number of queries."""
    shown = list(definitions)
    counts = _counts([each.pk for each in shown])
    with read_at_once(shown):
        return [_row(each, *counts.get(each.pk, (0, 0))) for each in shown]


def script_of(definition: Definition) -> Script | None:
    """Return the current version, with its definition at hand; None without one."""
    if definition.current is None:
        return None
    definition.current.definition = definition
    return Script(definition.current)


def step_line(definition: Definition, step_id: str, counts: Mapping[str, Counts]) -> Line | None:
    """Return a step in words: of the current version, or of the latest one in which somebody is there.

    Returns: None if neither has it.
    """
    script = script_of(definition)
    if script is None or step_id not in script.route.steps:
        number = counts[step_id].version if step_id in counts else 0
        version = versions_of(definition, {number} - {0}).get(number)
        script = Script(version) if version else None
    if script is None or step_id not in script.route.steps:
        return None
    return line_of(script, script.route.steps[step_id], counts)


def older_lines(definition: Definition, script: Script, counts: Mapping[str, Counts]) -> list[Line]:
    """Return the steps that the current version lacks and where somebody is, in words. One query at most."""
    older = {
        step_id: each.version
        for step_id, each in counts.items()
        if step_id and step_id not in script.route.steps
    }
    scripts = {number: Script(each) for number, each in versions_of(definition, set(older.values())).items()}
    return [
        line_of(scripts[number], scripts[number].route.steps[step_id], counts)
        for step_id, number in sorted(older.items(), key=lambda item: item[1])
        if step_id in scripts[number].route.steps
    ]


def standing_of(definition: Definition, script: Script | None) -> Standing:
    """Return how a definition is doing, and why."""
    if script and script.problems:
        return Standing(_("Broken"), "tag-bad", script.problems)
    if definition.locked_at:
        text = _("It ran 50 times for one record within 30 minutes. Turn it on to unlock it.")
        return Standing(_("Locked"), "tag-bad", [text])
    look = "tag-good" if definition.state == Switch.ON else ""
    return Standing(definition.get_state_display(), look, _rights(definition))


def _rights(definition: Definition) -> list[str]:
    if definition.state != Switch.ON or (definition.switched_by and definition.switched_by.is_active):
        return []
    text = _("Whoever turned it on is gone, so its actions are left out. Turn it off and on again.")
    return [text]


def _row(definition: Definition, runs: int, failed: int) -> Row:
    script = script_of(definition)
    return Row(definition, standing_of(definition, script), told(script) if script else None, runs, failed)


def _counts(ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    recent = Run.objects.filter(definition__in=ids, started_at__gt=now() - timedelta(days=COUNTED_DAYS))
    rows = recent.order_by().values("definition")
    counted = rows.annotate(runs=Count("pk"), failed=Count("pk", filter=Q(state=RunState.FAILED)))
    return {row["definition"]: (row["runs"], row["failed"]) for row in counted}
