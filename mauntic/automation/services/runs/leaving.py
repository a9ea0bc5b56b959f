"""End runs before their last step: by the goal, by exit conditions, or because a person says so."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mauntic.automation.models import Definition, Run, RunReason, RunState
from mauntic.automation.selectors.leaving import HAS_RULES, who_leaves
from mauntic.automation.selectors.origins import ORIGIN
from mauntic.automation.selectors.reading import Script
from mauntic.delivery.messages.services.queue import take_back_claimed
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

COLUMNS = ["state", "reason", "wait", "waits_for", "due_at", "touched_at", "ended_at"]


def end(row: Run, reason: RunReason, at: datetime) -> None:
    """End a run that is locked, without saving it. Whoever reached the goal completed it."""
    row.state = RunState.COMPLETED if reason == RunReason.GOAL else RunState.SKIPPED
    row.reason, row.wait, row.waits_for, row.due_at = reason, {}, "", None
    row.touched_at = row.ended_at = at


def end_all(rows: Sequence[Run], reason: RunReason) -> int:
    """End and save runs that are locked. Their emails that no server has yet are not sent.

    Returns: their number.
    """
    at = now()
    for row in rows:
        end(row, reason, at)
    Run.objects.bulk_update(rows, COLUMNS, batch_size=1_000)
    take_back_claimed(origin_kind=ORIGIN, origin_ids=[row.pk for row in rows])
    return len(rows)


def locked(rows: QuerySet[Run]) -> list[Run]:
    """Return runs, locked in the order that all take."""
    return list(rows.order_by("subject_id", "pk").select_for_update(of=("self",), no_key=True))


@transaction.atomic
def leave_reached(*, subject_ids: Collection[UUID]) -> int:
    """End the waits of records that changed and now reach a goal or meet exit conditions.

    Runs that a worker has are asked before their next step.

    Returns: the number of runs that ended.
    """
    definitions = list(Definition.objects.active().filter(HAS_RULES).select_related("current"))
    if not definitions:
        return 0
    waiting = Run.objects.filter(
        definition__in=definitions, subject_id__in=subject_ids, state=RunState.WAITING
    )
    by_definition: dict[UUID, list[Run]] = defaultdict(list)
    for row in locked(waiting):
        by_definition[row.definition_id].append(row)
    return sum(_leave(each, by_definition[each.pk]) for each in definitions if each.pk in by_definition)


def _leave(definition: Definition, rows: Iterable[Run]) -> int:
    script = Script(definition.current)  # type: ignore[arg-type]  # active ones have a version
    by_subject: dict[UUID, list[Run]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject_id].append(row)
    try:
        found = who_leaves(script.rules, script.subject, by_subject, now())
    except Invalid:
        return 0  # shown as broken
    return sum(end_all(by_subject[pk], reason) for pk, reason in found.items())


@transaction.atomic
def stop_runs(*, run_ids: Sequence[UUID]) -> int:
    """End runs that go on, because a person says so.

    Returns: the number of runs that ended.
    """
    return end_all(locked(Run.objects.alive().filter(pk__in=run_ids)), RunReason.STOPPED)
