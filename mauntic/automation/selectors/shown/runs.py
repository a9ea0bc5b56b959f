"""Runs as lists show them: of a definition, and of a record."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.automation.domain.outcomes import WaitKind
from mauntic.automation.models import ActionRun, ActionState, Definition, Run, RunReason, RunState
from mauntic.automation.registry.actions import action_named
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.registry.triggers import trigger_named
from mauntic.events.catalog.records import Named
from mauntic.kernel import display
from mauntic.kernel.db.counting import CountText, count_words
from mauntic.kernel.errors import NotFound

LOOKS = {
    RunState.FAILED: "tag-bad",
    RunState.CUT: "tag-bad",
    RunState.COMPLETED: "tag-good",
    RunState.WAITING: "tag-info",
    RunState.RUNNING: "tag-info",
}
SHOWN_OF_RECORD = 10


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run of a list.

    Args:
        run: with its definition and version.
        record: its record; None if that is gone, or the person does not see it.
        look: of its state.
        words: why it waits, failed, or ended early.
        did: what it did, in words; only where a record shows its runs.
    """

    run: Run
    record: Named | None
    look: str
    words: str
    did: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A state to filter by."""

    value: str
    label: str
    count: CountText


def runs_of(definition: Definition, state: str = "") -> QuerySet[Run]:
    """Return the runs of a definition in a state; in all for an unknown state."""
    rows = Run.objects.filter(definition=definition).select_related("definition", "version")
    return rows.filter(state=state) if state in RunState.values else rows


def tabs_of(definition: Definition) -> list[Tab]:
    """Return the states to filter by, with the number of runs in each."""
    everything = Tab("", _("All"), count_words(runs_of(definition).order_by()))
    return [
        everything,
        *(
            Tab(state.value, str(state.label), count_words(runs_of(definition, state).order_by()))
            for state in RunState
        ),
    ]


def rows_of_runs(runs: Iterable[Run], user: User) -> list[RunRow]:
    """Return runs as lists show them, with the names of the records that a person sees."""
    shown = list(runs)
    names = _names(shown, user)
    return [RunRow(run, names.get(run.subject_id), _look(run), why(run)) for run in shown]


def runs_of_record(subject_id: UUID) -> list[RunRow]:
    """Return the newest runs of a record that the person sees, with what they did, in two queries."""
    rows = Run.objects.filter(subject_id=subject_id).select_related("definition", "version")
    newest = list(rows.order_by("-started_at", "-pk")[:SHOWN_OF_RECORD])
    done = _done(newest)
    return [RunRow(run, None, _look(run), why(run), done[run.pk]) for run in newest]


def _done(runs: Sequence[Run]) -> Mapping[UUID, list[str]]:
    """Return the actions that runs did, by their names. Waits and splits are none."""
    subjects = {run.pk: run.subject_kind for run in runs}
    rows = ActionRun.objects.filter(run__in=subjects, state=ActionState.DONE)
    found: dict[UUID, list[str]] = defaultdict(list)
    for run_id, key in rows.order_by("started_at", "pk").values_list("run", "action"):
        action = action_named(key, subjects[run_id])
        if action and not action.is_flow:
            found[run_id].append(str(action.label))
    return found


def newest_failed(definition: Definition, most: int) -> list[UUID]:
    """Return the newest failed runs of a definition."""
    rows = runs_of(definition, RunState.FAILED).order_by("-started_at", "-pk")
    return list(rows.values_list("pk", flat=True)[:most])


def run_seen_by(run_id: UUID, kind: str, user: User) -> Run:
    """Return a run of a record that the person sees. Managers see those of deleted records, too.

    Raises: `NotFound`.
    """
    rows = Run.objects.select_related("definition__current", "version", "started_by", "again_of")
    run = rows.filter(pk=run_id, definition__kind=kind).first()
    if run is None or not _is_seen(run, user):
        raise NotFound(_("This run does not exist any more."))
    return run


def _is_seen(run: Run, user: User) -> bool:
    subject = subject_of(run.subject_kind)
    if subject.visible(user).filter(pk=run.subject_id).exists():
        return True
    return user.is_manager and not subject.rows().filter(pk=run.subject_id).exists()


def _look(run: Run) -> str:
    return LOOKS.get(RunState(run.state), "")


def why(run: Run) -> str:
    """Return why a run waits, failed, or ended early; empty if nothing is to be said."""
    if run.state == RunState.WAITING:
        return _wait_words(run)
    reason = RunReason(run.reason).label if run.reason in RunReason.values else ""
    return " ".join(str(each) for each in (reason, run.reason_text) if each)


def _wait_words(run: Run) -> str:
    until = display.moment(run.due_at) if run.due_at else ""
    match run.wait.get("kind"):
        case WaitKind.EVENT:
            trigger = trigger_named(run.waits_for)
            event = trigger.label if trigger else run.waits_for
            text = _('Waits for "{event}", until {time} at most') if until else _('Waits for "{event}"')
            return text.format(event=event, time=until)
        case WaitKind.RETRY:
            text = _("Tries again on {time}: {reason}")
        case WaitKind.LATER:
            text = _("Goes on at {time}: {reason}")
        case _:
            text = _("Waits until {time}")
    return text.format(time=until, reason=run.wait.get("reason", ""))


def _names(runs: Sequence[Run], user: User) -> Mapping[UUID, Named]:
    by_kind: dict[str, set[UUID]] = defaultdict(set)
    for run in runs:
        by_kind[run.subject_kind].add(run.subject_id)
    found: dict[UUID, Named] = {}
    for kind, ids in by_kind.items():
        found |= _names_of(kind, ids, user)
    return found


def _names_of(kind: str, ids: Collection[UUID], user: User) -> Mapping[UUID, Named]:
    subject = subject_of(kind)
    seen = subject.visible(user).filter(pk__in=ids).order_by().values_list("pk", flat=True)
    return subject.names(list(seen))
