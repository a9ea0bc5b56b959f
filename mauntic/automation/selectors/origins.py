"""How runs are doing that put email into the outbox, as the gate of delivery asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from mauntic.automation.domain.options import options_from
from mauntic.automation.domain.quiet import open_week
from mauntic.automation.models import Definition, Run, RunReason, RunState, Switch
from mauntic.automation.registry.pages import page_of
from mauntic.automation.selectors.leaving import who_leaves
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.zones import own_zone
from mauntic.delivery.messages.domain.gate import Origin
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.origins import Standing
from mauntic.events.catalog.records import Named
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.time.business_hours import AROUND_THE_CLOCK, BusinessHours

ORIGIN = "automation"
"""The kind of origin of emails of runs. Their origin is the run, and their step that of the run."""
ENDED = frozenset({RunState.SKIPPED, RunState.CUT})
"""A run that ended early sends nothing more. One that failed later, or is complete, does."""


def standings_of(run_ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Return how runs are doing. Those that are gone are left out.

    One query, and two for each journey with a goal or exit conditions: whoever meets these by now gets no
    more of its emails, also if the last step is done.
    """
    rows = list(Run.objects.filter(pk__in=run_ids).select_related("definition__current").order_by())
    left = _left([row for row in rows if not _ended(row)])
    hours = _hours({row.definition_id: row.definition for row in rows}.values())
    return {
        row.pk: Standing(_origin(row, left.get(row.pk, "")), hours.get(row.definition_id, AROUND_THE_CLOCK))
        for row in rows
    }


def _origin(row: Run, left: str) -> Origin:
    definition = row.definition
    is_on = definition.state == Switch.ON and definition.locked_at is None
    return Origin(name=definition.name, is_on=is_on, ended=_ended(row) or left)


def _hours(definitions: Iterable[Definition]) -> dict[UUID, BusinessHours]:
    """Return when messages go, of definitions with quiet hours. The gate sets the zone of the lead."""
    quiet = {each.pk: hours for each in definitions if (hours := options_from(each.options).quiet_hours)}
    zone = own_zone() if quiet else None
    return {pk: BusinessHours(zone=zone, week=open_week(hours)) for pk, hours in quiet.items() if zone}


def _ended(row: Run) -> str:
    if row.state not in ENDED and row.reason != RunReason.GOAL:
        return ""
    return str(row.reason_text or row.get_reason_display())


def _left(rows: Collection[Run]) -> dict[UUID, str]:
    """Return why runs send nothing more whose records meet the goal or the exit conditions now."""
    by_definition: dict[UUID, list[Run]] = defaultdict(list)
    for row in rows:
        by_definition[row.definition_id].append(row)
    return {pk: said for runs in by_definition.values() for pk, said in _left_of(runs).items()}


def _left_of(runs: Collection[Run]) -> dict[UUID, str]:
    definition = next(iter(runs)).definition
    options = options_from(definition.options)
    if definition.current is None or not (options.goal or options.exit):
        return {}
    definition.current.definition = definition
    script = Script(definition.current)
    try:
        found = who_leaves(script.rules, script.subject, {run.subject_id for run in runs}, now())
    except (Invalid, LookupError):
        return {}  # shown as broken
    return {run.pk: str(found[run.subject_id].label) for run in runs if run.subject_id in found}


def definitions_of_runs(run_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return the workflow or journey of each run, as pages call it."""
    rows = Run.objects.filter(pk__in=run_ids).select_related("definition").order_by()
    return {
        row.pk: Named(row.definition.name, page_of(row.definition.kind, row.definition_id)) for row in rows
    }


def made_messages(ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return emails by id, with their subjects and pages, in one query."""
    rows = Message.objects.filter(pk__in=ids).order_by().values_list("pk", "subject")
    return {pk: Named(subject, reverse("delivery:message", args=[pk])) for pk, subject in rows}


def runs_being_sent(definition: Definition) -> list[UUID]:
    """Return the runs of a definition that have an email in the hands of a worker."""
    claimed = Message.objects.filter(origin_kind=ORIGIN, state=MessageState.CLAIMED, handed_at=None)
    rows = Run.objects.filter(definition=definition, pk__in=claimed.values("origin_id")).order_by()
    return list(rows.values_list("pk", flat=True))
