"""Try failed runs again: from the failed action, or anew with the current version."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind, Origin, Run, RunState, Switch
from mauntic.automation.selectors.entering import inside, next_key
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.workers import go_on
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.errors import Conflict

MOST_AT_ONCE = 50


@transaction.atomic
def retry_runs(*, run_ids: Sequence[UUID]) -> int:
    """Go on with failed runs at the action that failed. They keep their version and what was done before.

    A lead is in a journey once: of those who entered it again meanwhile, the new run goes on alone.

    Returns: the number of runs that go on.
    Raises: `Conflict` if their definition is off or locked, or all leads are in the journey.
    """
    failed = Run.objects.filter(pk__in=list(run_ids)[:MOST_AT_ONCE], state=RunState.FAILED)
    definitions = Definition.objects.filter(pk__in=failed.order_by().values("definition")).order_by("pk")
    # Before its runs, as whoever enrolls leads holds it.
    for definition in definitions.select_for_update(of=("self",), no_key=True):
        _require_acting(definition)
    found = failed.select_related("definition").order_by("definition", "subject_id", "-started_at", "pk")
    rows = _alone(list(found.select_for_update(of=("self",))))
    Run.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=RunState.RUNNING,
        reason="",
        reason_text="",
        ended_at=None,
        wait={},
        due_at=None,
        touched_at=now(),
    )
    go_on([row.pk for row in rows])
    return len(rows)


def _alone(rows: Sequence[Run]) -> list[Run]:
    """Return the runs that may go on, without those of leads who are in their journey, or are there twice."""
    taken = inside({row.definition_id for row in rows}, [row.subject_id for row in rows])
    free = []
    for row in rows:
        place = (row.definition_id, row.subject_id)
        if row.definition.kind == Kind.JOURNEY and place in taken:
            continue
        taken.add(place)
        free.append(row)
    if rows and not free:
        raise _inside()
    return free


@transaction.atomic
def run_again(*, run_id: UUID, by: User) -> Run:
    """Begin a new run for the record of an ended one, with the current version and the same facts.

    Raises: `NotFound`; `Conflict` if the run goes on, or its definition is off, locked or broken.
    """
    gone = _("This run does not exist any more.")
    known = Run.objects.filter(pk=run_id).values_list("definition", flat=True).first()
    # Before its runs, as whoever retries them or enrolls leads holds it.
    definition = held(Definition.objects.select_related("current"), known, gone=gone)
    old = held(Run.objects.all(), run_id, gone=gone)
    if old.state in (RunState.RUNNING, RunState.WAITING):
        raise Conflict(_("This run still goes on."))
    # Before looking who is inside: a run that begins in between has this key, too.
    key = next_key(definition, old.subject_id)
    if definition.kind == Kind.JOURNEY and inside([definition.pk], [old.subject_id]):
        raise _inside()
    _require_acting(definition)
    script = Script(definition.current)  # type: ignore[arg-type]  # one that acts has a version
    if script.problems:
        raise Conflict(" ".join(script.problems))
    row = new_run(
        definition,
        script,
        old.subject_id,
        cause_key=key,
        origin=Origin.AGAIN,
        facts=old.facts,
    )
    row.again_of, row.started_by = old, by
    if not begin([row]):  # someone else let the lead enter at the same moment
        raise _inside()
    return row


def _inside() -> Conflict:
    return Conflict(_("The lead is in this journey."))


def _require_acting(definition: Definition) -> None:
    if definition.state != Switch.ON or definition.locked_at:
        raise Conflict(_('"{name}" is off. Turn it on first.').format(name=definition.name))
