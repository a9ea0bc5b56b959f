"""Go on with runs whose wait is over, and with those whose worker was lost."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mauntic.automation.domain.outcomes import WaitKind
from mauntic.automation.models import Definition, Run, RunReason, RunState, Switch, Version
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.registry.triggers import Happening, Trigger
from mauntic.automation.selectors.reading import Script, read_settings
from mauntic.automation.services.runs.workers import go_on
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid

PER_SWEEP = 5_000
LOST_AFTER = timedelta(minutes=5)
"""A run that nobody went on with for so long lost its worker."""
AGAIN = frozenset({WaitKind.RETRY, WaitKind.LATER, WaitKind.OFF})
HAPPENED, TOO_LATE = "happened", "too_late"


def resume_due(*, at: datetime | None = None) -> int:
    """Go on with runs whose wait is over, in sets, and with runs that lost their worker.

    Returns: the number of runs.
    """
    moment, count = at or now(), 0
    while resumed := _resume_some(moment):
        count += resumed
    return count + _recover(moment)


@transaction.atomic
def _resume_some(at: datetime) -> int:
    due = Run.objects.due(at).order_by("due_at", "pk")
    rows = list(due.select_for_update(of=("self",), no_key=True, skip_locked=True)[:PER_SWEEP])
    _resume(rows, at, TOO_LATE)
    return len(rows)


@transaction.atomic
def wake(*, trigger: Trigger, happenings: Sequence[Happening], occurred_at: datetime) -> int:
    """Go on with runs that wait for something that happened, and waited before it did.

    Returns: the number of runs.
    """
    told: dict[UUID, list[Happening]] = defaultdict(list)
    for each in happenings:
        told[each.subject_id].append(each)
    acting = Run.objects.filter(definition__state=Switch.ON, definition__locked_at=None)
    waiting = acting.filter(state=RunState.WAITING, waits_for=trigger.key, subject_id__in=told)
    # An event that is delivered again must not wake the runs that it began the first time.
    waiting = waiting.filter(touched_at__lte=occurred_at)
    locked = waiting.order_by("subject_id", "pk").select_for_update(of=("self",), no_key=True)
    awaited = _Awaited(trigger)
    rows = [row for row in locked if awaited.came(row.wait.get("settings", {}), told[row.subject_id])]
    _resume(rows, now(), HAPPENED)
    return len(rows)


class _Awaited:
    """What runs wait for. Their settings are read once each."""

    def __init__(self, trigger: Trigger) -> None:
        self._trigger = trigger
        self._read: dict[str, Mapping[str, Any] | None] = {}

    def came(self, stored: Mapping[str, Any], happenings: Iterable[Happening]) -> bool:
        """Return whether one of the happenings is what somebody waits for. Broken settings wait for none."""
        key = json.dumps(stored, sort_keys=True)
        if key not in self._read:
            try:
                self._read[key] = read_settings(self._trigger.form, stored, "settings")
            except Invalid:
                self._read[key] = None
        settings = self._read[key]
        return settings is not None and any(
            self._trigger.matches(settings, each.facts) for each in happenings
        )


def _resume(rows: Sequence[Run], at: datetime, branch: str) -> None:
    """Let locked runs go on; those whose record was closed, opened again or deleted meanwhile end."""
    if not rows:
        return
    scripts = {version.pk: Script(version) for version in _versions({row.version_id for row in rows})}
    standings = _standings(rows)
    for row in rows:
        standing = standings.get(row.subject_id)
        row.touched_at = at
        if standing is None or (row.standing and standing != row.standing):
            row.state, row.ended_at = RunState.SKIPPED, at
            row.reason = RunReason.GONE if standing is None else RunReason.CHANGED
        else:
            _go_on_with(row, scripts[row.version_id], branch)
        row.due_at, row.waits_for = None, ""
    columns = ["state", "reason", "step", "wait", "waits_for", "due_at", "touched_at", "ended_at"]
    Run.objects.bulk_update(rows, columns, batch_size=1_000)
    go_on([row.pk for row in rows if row.state == RunState.RUNNING])


def _go_on_with(row: Run, script: Script, branch: str) -> None:
    kind = row.wait.get("kind")
    if kind not in AGAIN:
        row.step = script.route.after(row.step, branch if kind == WaitKind.EVENT else "")
    row.state, row.wait = RunState.RUNNING, {}


def _versions(ids: Collection[UUID]) -> Collection[Version]:
    return Version.objects.filter(pk__in=ids)


def _standings(rows: Sequence[Run]) -> dict[UUID, str]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        by_kind[row.subject_kind].append(row.subject_id)
    found: dict[UUID, str] = {}
    for kind, ids in by_kind.items():
        found |= subject_of(kind).standings(ids)
    return found


def _recover(at: datetime) -> int:
    """Send runs again that nobody goes on with. One that a worker has is locked, and left out."""
    lost = Run.objects.filter(state=RunState.RUNNING, touched_at__lt=at - LOST_AFTER)
    with transaction.atomic():
        rows = list(
            lost.filter(definition__state=Switch.ON, definition__locked_at=None)
            .order_by("touched_at")
            .select_for_update(of=("self",), no_key=True, skip_locked=True)
            .values_list("pk", flat=True)[:PER_SWEEP]
        )
        Run.objects.filter(pk__in=rows).update(touched_at=at)
        go_on(rows)
    return len(rows)


def shift_waits(*, definition: Definition, by: timedelta) -> int:
    """Move the waits of a definition by the time for which it was off, so that nothing goes out in a burst.

    Returns: the number of runs that wait.
    """
    waiting = Run.objects.filter(definition=definition, state=RunState.WAITING, due_at__isnull=False)
    return waiting.update(due_at=F("due_at") + by)
