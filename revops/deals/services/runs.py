"""Do an action on many deals in a worker, part by part."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, MaunticError, NotAllowed
from mauntic.kernel.ids import new_id
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal
from revops.deals.models.runs import BulkKind, DealRun
from revops.deals.selectors.undo import NAMED, Left, deals_of
from revops.deals.services.bulk import apply_to_deals, check_bulk
from revops.deals.services.undo import action_to_undo, undo_on
from revops.jobs import RUN_ON_DEALS

RUN_FROM = 300
"""Actions on more deals than this run in a worker: a request would take longer than a second."""
PART = 250
SILENT_FOR = timedelta(minutes=2)
LONGEST_ERROR = 500


@transaction.atomic
def start_run(*, kind: str, value: str, deal_ids: Sequence[UUID], by: User) -> DealRun:
    """Start an action on many deals in a worker.

    Args:
        kind: move, assign or close-on.
        value: see `apply_to_deals`.
        deal_ids: the deals; those that `by` cannot see when their turn comes are left as they are.
        by: the acting user.

    Returns: the run.

    Raises:
        Invalid: the value is wrong.
    """
    check_bulk(kind=kind, value=value)
    return _started(kind=kind, value=value, deal_ids=deal_ids, by=by, action_id=new_id())


@transaction.atomic
def start_undo(*, action_id: UUID, by: User) -> DealRun | None:
    """Start the undo of an action on many deals in a worker.

    Args:
        action_id: the id of the action.
        by: the user who did it.

    Returns: the run; None if the action is small enough for `undo_action`.

    Raises: what `action_to_undo` raises.
    """
    action = action_to_undo(action_id=action_id, by=by)
    deal_ids = deals_of(action)
    if len(deal_ids) <= RUN_FROM:
        return None
    return _started(kind=BulkKind.UNDO, value="", deal_ids=deal_ids, by=by, action_id=action_id)


def run_on_deals(*, run_id: UUID) -> None:
    """Do the rest of a run, a transaction for each part.

    A part and its progress are committed together: a worker that takes over begins after the last part.

    Args:
        run_id: the id of the run.

    Publishes: `DealStageChanged` for each deal that moves.
    """
    try:
        while _do_part(run_id):
            pass
    except (Invalid, NotAllowed) as error:  # the person or the new owner was deactivated meanwhile, say
        _fail(run_id, error)


@transaction.atomic
def resume_runs() -> int:
    """Enqueue the runs again that made no progress for two minutes: their worker died.

    Returns: the number of runs.
    """
    silent = DealRun.objects.filter(finished_at=None, progressed_at__lt=now() - SILENT_FOR)
    # Another sweep that runs at the same time handles the runs that it has locked.
    ids = list(silent.select_for_update(skip_locked=True).values_list("pk", flat=True))
    DealRun.objects.filter(pk__in=ids).update(progressed_at=now())
    for pk in ids:
        enqueue(RUN_ON_DEALS, str(pk))
    return len(ids)


def _started(*, kind: str, value: str, deal_ids: Sequence[UUID], by: User, action_id: UUID) -> DealRun:
    run = DealRun.objects.create(
        kind=kind, value=value, deal_ids=list(deal_ids), total=len(deal_ids), by=by, action_id=action_id
    )
    enqueue(RUN_ON_DEALS, str(run.pk))
    return run


@transaction.atomic
def _do_part(run_id: UUID) -> bool:
    """Do the next part of a run. Returns whether there is more to do."""
    # Locked first, in the order of locks: a second worker waits here, and goes on with the part after this.
    running = DealRun.objects.select_for_update(of=("self",)).filter(pk=run_id, finished_at=None)
    run = running.select_related("by").first()
    if run is None:
        return False
    if not run.by.is_active:
        raise NotAllowed(_("{person} was deactivated.").format(person=run.by))
    part = run.deal_ids[run.done : run.done + PART]
    changed, left = _done(run, part)
    run.left += [[each.name, each.reason] for each in left[: NAMED - len(run.left)]]
    run.changed, run.left_count = run.changed + changed, run.left_count + len(left)
    run.done, run.progressed_at = run.done + len(part), now()
    run.finished_at = run.progressed_at if run.done == run.total else None
    if run.finished_at:
        run.deal_ids = []  # thousands of ids that nobody needs any more
    run.save()
    return run.finished_at is None


def _done(run: DealRun, part: Sequence[UUID]) -> tuple[int, list[Left]]:
    """Do the action on some deals. Returns the number of changed ones, and those that were left."""
    if run.kind == BulkKind.UNDO:
        action = DealAction.objects.get(pk=run.action_id)
        still = Deal.objects.filter(pk__in=part).values_list("pk", flat=True)
        undone = undo_on(action=action, deal_ids=set(still), by=run.by)
        return undone.deals, list(undone.left)
    seen = set(Deal.objects.visible_to(run.by).filter(pk__in=part).values_list("pk", flat=True))
    done = apply_to_deals(kind=run.kind, value=run.value, deal_ids=seen, by=run.by, action_id=run.action_id)
    return done.deals, [*done.left, *(Left("", "") for _unseen in range(len(part) - len(seen)))]


def _fail(run_id: UUID, error: MaunticError) -> None:
    running = DealRun.objects.filter(pk=run_id, finished_at=None)
    # The sentences alone: the names of fields are for programs.
    said = [" ".join(found) for found in error.fields.values()] if isinstance(error, Invalid) else []
    running.update(error=(" ".join(said) or error.message)[:LONGEST_ERROR], finished_at=now())
