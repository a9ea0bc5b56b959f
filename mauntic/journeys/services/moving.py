"""Move the people who wait in older versions of a journey to the current one, in the background."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Run, RunState
from mauntic.automation.services.runs.workers import go_on
from mauntic.broker import enqueue
from mauntic.journeys.domain.moving import How
from mauntic.journeys.jobs import MOVE
from mauntic.journeys.models import Move
from mauntic.journeys.selectors.candidates import script_of
from mauntic.journeys.selectors.lists import journeys
from mauntic.journeys.selectors.moving import PER_PART, Moved, left_behind, moves
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict

COLUMNS = ["version", "step", "state", "wait", "waits_for", "due_at", "touched_at"]
SILENCE = timedelta(minutes=5)
"""A part takes a second or two: a worker that reports none for so long was lost."""


@transaction.atomic
def start_move(*, definition_id: UUID, by: User) -> Move:
    """Let the workers move everybody who waits in an older version to the current one.

    Whoever waits at a step that is still there stays, and waits as long as it says now. Others go on behind
    the step that was deleted. Runs that do a step at this moment stay in their version.

    Args:
        definition_id: the journey.
        by: who moves them.

    Raises: `NotFound`; `Conflict` if the journey is off, locked or broken, if a move runs, or if nobody waits
        in an older version.
    """
    definition = held(journeys(), definition_id, gone=_("This journey does not exist."))
    script = script_of(definition)
    if Move.objects.filter(definition=definition, state=Move.State.RUNNING).exists():
        raise Conflict(_("People are being moved already. Wait until that is done."))
    total = left_behind(definition).count()
    if not total:
        raise Conflict(_("Nobody waits in an older version."))
    move = Move.objects.create(definition=definition, version=script.version, total=total, started_by=by)
    enqueue(MOVE, str(move.pk))
    return move


def continue_move(*, move_id: UUID) -> None:
    """Move the others, with a transaction for each part of 1,000. Several workers take turns."""
    while _step(move_id):
        pass


@transaction.atomic
def resume_moves() -> int:
    """Enqueue the moves again whose worker is silent.

    Returns: their number.
    """
    at = now()
    silent = Move.objects.filter(state=Move.State.RUNNING, progressed_at__lt=at - SILENCE)
    ids = list(silent.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Move.objects.filter(pk__in=ids).update(progressed_at=at)
    for pk in ids:
        enqueue(MOVE, str(pk))
    return len(ids)


@transaction.atomic
def _step(move_id: UUID) -> bool:
    """Move the next part. The definition is locked first, as by whoever saves or turns it off.

    Returns: whether the move goes on.
    """
    known = Move.objects.filter(pk=move_id).values("definition_id")
    definition = journeys().select_for_update(of=("self",), no_key=True).filter(pk__in=known).first()
    move = Move.objects.select_for_update(of=("self",), no_key=True).filter(pk=move_id).first()
    if definition is None or move is None or not move.running:
        return False
    try:
        count = _move_some(definition, move)
    except Conflict as error:
        move.state, move.error = Move.State.FAILED, error.message[:500]
    else:
        move.moved += count
        if count < PER_PART:
            move.state = Move.State.DONE
    at = now()
    move.progressed_at, move.completed_at = at, None if move.running else at
    move.save()
    return move.running


def _move_some(definition: Definition, move: Move) -> int:
    script_of(definition)
    if definition.current_id != move.version_id:
        raise Conflict(_("Somebody saved another version meanwhile. Look at the preview and move again."))
    rows = list(left_behind(definition).select_for_update(of=("self",), no_key=True)[:PER_PART])
    at = now()
    found = moves(definition, rows, move.started_by, at)
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
