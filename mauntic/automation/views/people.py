"""The records at a step of a workflow or journey: since when, until when, and why."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.automation.models import Definition, Kind, RunState
from mauntic.automation.registry.pages import pages_of
from mauntic.automation.registry.subjects import CONTACT
from mauntic.automation.selectors.inside import INSIDE, Counts, counts_of_steps, runs_at
from mauntic.automation.selectors.shown.lists import definition_of, script_of, step_line
from mauntic.automation.selectors.shown.runs import rows_of_runs
from mauntic.automation.views.access import readers_only
from mauntic.kernel.db.paging import Keyset

LONGEST = 40


@dataclass(frozen=True, slots=True)
class StateTab:
    """A state to show, with the number of runs in it."""

    value: str
    label: str
    count: int


@readers_only
@require_GET
def show(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """List who is at the step `step`, or at all steps, in the state `state`; the longest inside first."""
    definition, user = definition_of(kind, definition_id), signed_in(request)
    step = request.GET.get("step", "")[:LONGEST]
    counts = counts_of_steps(definition)
    at_step = counts.get(step) if step else _total(counts)
    tabs = _tabs(at_step or Counts())
    state = request.GET.get("state", "")
    if state not in INSIDE:
        state = next((tab.value for tab in tabs if tab.count), RunState.WAITING.value)
    page = Keyset(runs_at(definition, step, state), "started_at", descending=False).page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    script = script_of(definition)
    context = {
        "kind": kind,
        "pages": pages_of(kind),
        "definition": definition,
        "title": _title(definition, step, counts),
        "step": step,
        "state": state,
        "tabs": tabs,
        "page": page,
        "rows": rows_of_runs(page.rows, user),
        "record_label": script.subject.label if script and script.trigger else _("Record"),
        "is_of_leads": bool(script and script.trigger and script.trigger.subject == CONTACT),
        "may_change": user.is_ops,
    }
    return render(request, "automation/people.html", context)


def _total(counts: dict[str, Counts]) -> Counts:
    found = counts.values()
    return Counts(*(sum(getattr(each, state.value) for each in found) for state in INSIDE))


def _tabs(counts: Counts) -> list[StateTab]:
    return [StateTab(state.value, str(state.label), counts.by_state[state.value]) for state in INSIDE]


def _title(definition: Definition, step: str, counts: dict[str, Counts]) -> str:
    if not step:
        return _("All steps")
    found = step_line(definition, step, counts)
    return found.text if found else _("A step that does not exist any more")
