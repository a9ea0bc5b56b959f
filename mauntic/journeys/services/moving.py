"""Move the people who wait in older versions of a journey to the current one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Run, RunState
from mauntic.automation.services.runs.workers import go_on
from mauntic.journeys.domain.moving import How
from mauntic.journeys.selectors.candidates import script_of
from mauntic.journeys.selectors.lists import journeys
from mauntic.journeys.selectors.moving import PER_PART, Moved, left_behind, moves
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held

COLUMNS = ["version", "step", "state", "wait", "waits_for", "due_at", "touched_at"]


def move_people(*, definition_id: UUID, by: User) -> int:
    """Move everybody who waits in an older version to the current one, in parts of 1,000.

    Whoever waits at a step that is still there stays, and waits as long as it says now. Others go on behind
    the step that was deleted. Runs that do a step at this moment stay in their version.

    Returns: the number of runs that moved.
    Raises: `NotFound`; `Conflict` if the journey is off, locked or broken.
    """
    count = 0
    while moved := _move_some(definition_id, by):
        count += moved
    return count


@transaction.atomic
def _move_some(definition_id: UUID, by: User) -> int:
    definition = held(journeys(), definition_id, gone=_("This journey does not exist."))
    script_of(definition)
    rows = list(left_behind(definition).select_for_update(of=("self",), no_key=True)[:PER_PART])
    at = now()
    found = moves(definition, rows, by, at)
    _store(definition, found, at)
    return len(found)


def _store(definition: Definition, found: Sequence[Moved], at: datetime) -> None:
    for each in found:
        row = each.run
        row.version, row.step = definition.current, each.step  # type: ignore[assignment]  # `script_of` asked
        row.wait, row.waits_for, row.due_at = dict(each.wait), each.waits_for, each.due_at
        if each.how in (How.BEHIND, How.ENDS):
            row.state, row.touched_at = RunState.RUNNING, at
    Run.objects.bulk_update([each.run for each in found], COLUMNS, batch_size=PER_PART)
    go_on([each.run.pk for each in found if each.run.state == RunState.RUNNING])
