"""How runs are doing that put email into the outbox, as the gate of delivery asks."""

from collections.abc import Collection, Mapping
from uuid import UUID

from mauntic.automation.models import Definition, Run, RunState, Switch
from mauntic.automation.registry.pages import page_of
from mauntic.delivery.messages.domain.gate import Origin
from mauntic.delivery.messages.models import Message, MessageState
from mauntic.delivery.messages.origins import Standing
from mauntic.events.catalog.records import Named

ORIGIN = "automation"
"""The kind of origin of emails of runs. Their origin is the run, and their step that of the run."""
ENDED = frozenset({RunState.SKIPPED, RunState.CUT})
"""A run that ended early sends nothing more. One that failed later, or is complete, does."""


def standings_of(run_ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Return how runs are doing, in one query. Those that are gone are left out."""
    rows = Run.objects.filter(pk__in=run_ids).select_related("definition").order_by()
    return {row.pk: Standing(origin=_origin(row)) for row in rows}


def _origin(row: Run) -> Origin:
    definition = row.definition
    ended = (row.reason_text or row.get_reason_display()) if row.state in ENDED else ""
    is_on = definition.state == Switch.ON and definition.locked_at is None
    return Origin(name=definition.name, is_on=is_on, ended=ended)


def definitions_of_runs(run_ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return the workflow or journey of each run, as pages call it."""
    rows = Run.objects.filter(pk__in=run_ids).select_related("definition").order_by()
    return {
        row.pk: Named(row.definition.name, page_of(row.definition.kind, row.definition_id)) for row in rows
    }


def runs_being_sent(definition: Definition) -> list[UUID]:
    """Return the runs of a definition that have an email in the hands of a worker."""
    claimed = Message.objects.filter(origin_kind=ORIGIN, state=MessageState.CLAIMED, handed_at=None)
    rows = Run.objects.filter(definition=definition, pk__in=claimed.values("origin_id")).order_by()
    return list(rows.values_list("pk", flat=True))
