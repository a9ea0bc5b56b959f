"""Begin runs: for the records of events and sweeps that a trigger and its conditions match, in sets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mauntic.automation.domain.guard import is_cut
from mauntic.automation.domain.options import options_from
from mauntic.automation.models import Definition, Origin, Run, RunReason, RunState
from mauntic.automation.registry.triggers import Happening, Trigger
from mauntic.automation.selectors.chain import runs_before
from mauntic.automation.selectors.matching import matching
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.retention import kept_since
from mauntic.automation.services.definitions.lockout import lock_repeating
from mauntic.automation.services.runs.resuming import wake
from mauntic.automation.services.runs.workers import go_on
from mauntic.automation.services.starting.entering import entries_held
from mauntic.broker.actor import ActorKind
from mauntic.broker.cause import current_cause
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.ids import new_id


def fire(*, trigger: Trigger, happenings: Sequence[Happening], occurred_at: datetime) -> int:
    """Begin the runs of all definitions that an event starts. Call it in the receiver of the event.

    Runs that wait for it go on first. An event from before the oldest run that is kept begins nothing:
    whether it did already is not known any more. Each definition is decided in SQL for all records at once.
    One that was turned on after the event, is broken, or leaves out imports, begins none. Whether a record
    may begin another run is asked as of the event: replayed later, it begins nothing that it did not then.

    Args:
        trigger: what happened.
        happenings: to which records, in order; a record may be there twice.
        occurred_at: when.

    Returns: the number of new runs.
    """
    if not happenings:
        return 0
    wake(trigger=trigger, happenings=happenings, occurred_at=occurred_at)
    definitions = _listening(trigger, occurred_at)
    if not definitions:
        return 0
    source = _Source.of_current_event()
    count = 0
    for definition in definitions:
        if source.is_import and options_from(definition.options).skips_imports:
            continue
        script = Script(definition.current)  # type: ignore[arg-type]  # active ones have a version
        told = _told(trigger, script, happenings)
        if not told or script.problems:  # what is broken takes many more queries to find
            continue
        for round_ in _rounds(told):
            if definition.locked_at:  # by the round before: a flood for one record ends here
                break
            count += _begin_matching(definition, script, round_, source, occurred_at)
    return count


class _Source:
    """The stored event that is being delivered: where it stands in the chain of causes."""

    def __init__(self, event_id: UUID | None, *, is_import: bool = False) -> None:
        self.event_id, self.is_import = event_id, is_import
        self.depth = runs_before(event_id) + 1 if event_id else 1

    @classmethod
    def of_current_event(cls) -> "_Source":
        cause = current_cause()
        if cause is None or cause.kind != "event":
            return cls(None)
        kind = StoredEvent.objects.filter(pk=cause.id).values_list("actor_kind", flat=True).first()
        return cls(UUID(cause.id), is_import=kind == ActorKind.IMPORT)


Told = Sequence[tuple[int, Happening]]


def _listening(trigger: Trigger, occurred_at: datetime) -> list[Definition]:
    if occurred_at < kept_since(now()):
        return []
    found = Definition.objects.active().filter(current__trigger=trigger.key, switched_at__lte=occurred_at)
    # In the order in which `retry_runs` locks.
    return list(found.select_related("current").order_by("pk"))


def _told(trigger: Trigger, script: Script, happenings: Sequence[Happening]) -> Told:
    """Return what happened as the settings of the trigger ask, with its place; nothing if they are broken."""
    try:
        settings = script.trigger_settings
    except Invalid:
        return []
    return [(number, each) for number, each in enumerate(happenings) if trigger.matches(settings, each.facts)]


def _rounds(told: Iterable[tuple[int, Happening]]) -> Iterator[Told]:
    """Yield the happenings so that each record is there once at a time: two changes are two runs."""
    rounds: list[dict[UUID, tuple[int, Happening]]] = []
    seen: dict[UUID, int] = defaultdict(int)
    for number, each in told:
        place = seen[each.subject_id]
        seen[each.subject_id] += 1
        if place == len(rounds):
            rounds.append({})
        rounds[place][each.subject_id] = (number, each)
    yield from (list(each.values()) for each in rounds)


@transaction.atomic
def _begin_matching(
    definition: Definition, script: Script, told: Told, source: _Source, occurred_at: datetime
) -> int:
    matched = matching(
        subject=script.subject,
        tree=script.tree,
        event_fields=script.trigger.fields if script.trigger else {},
        happenings=[each for _number, each in told],
        at=now(),
    )
    entering = entries_held(definition, matched, occurred_at)
    matched -= set(entering.barred)
    event = source.event_id or new_id()
    rows = [
        new_run(
            definition,
            script,
            each.subject_id,
            cause_key=entering.key(each.subject_id, f"{event}:{number}"),
            origin=Origin.EVENT,
            facts=dict(each.facts),
            cause_event=source.event_id,
            depth=source.depth,
        )
        for number, each in told
        if each.subject_id in matched
    ]
    return begin(rows)


def new_run(
    definition: Definition,
    script: Script,
    subject_id: UUID,
    *,
    cause_key: str,
    origin: Origin,
    facts: dict[str, object] | None = None,
    cause_event: UUID | None = None,
    depth: int = 1,
) -> Run:
    """Return a run that is not stored yet, at its first step; cut if its chain is too deep."""
    row = Run(
        definition=definition,
        version=script.version,
        subject_kind=script.subject.key,
        subject_id=subject_id,
        cause_key=cause_key[:80],
        cause_event=cause_event,
        depth=depth,
        origin=origin,
        facts=facts or {},
        step=script.route.first,
    )
    if is_cut(depth):
        row.state, row.reason, row.ended_at = RunState.CUT, RunReason.TOO_DEEP, now()
    return row


@transaction.atomic
def begin(rows: Sequence[Run]) -> int:
    """Store new runs of one definition, and let the workers go on with them after the commit.

    Those of a cause that began a run already are dropped. A definition that began too many for one record is
    locked, and its admins are told.

    Returns: the number of new runs.
    """
    if not rows:
        return 0
    Run.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    stored = set(Run.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    fresh = [row for row in rows if row.pk in stored]
    lock_repeating(definition=rows[0].definition, subject_ids={row.subject_id for row in fresh})
    go_on([row.pk for row in fresh if row.state == RunState.RUNNING])
    return len(fresh)
