"""Try a workflow or journey out on one record: what it would do, without doing it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.automation.forms.facts import FactsForm
from mauntic.automation.models import Kind
from mauntic.automation.selectors.reading import Script
from mauntic.automation.selectors.shown.lists import definition_of, script_of
from mauntic.automation.selectors.shown.records import found_records, record_seen_by
from mauntic.automation.selectors.shown.sentences import branch_label
from mauntic.automation.selectors.shown.values import Names, names_in, pairs
from mauntic.automation.services.runs.trying import TriedStep, try_out
from mauntic.automation.views.access import readers_only
from mauntic.automation.views.lists import said
from mauntic.kernel.pages.rendering import form_page

LONGEST = 200


@readers_only
@require_GET
def show(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Search a record; show each condition's verdict, and what each step would do. Nothing is done."""
    definition, user = definition_of(kind, definition_id), signed_in(request)
    context = said(kind, definition)
    script = script_of(definition)
    if script is None or script.problems or script.trigger is None:
        return render(request, "automation/try.html", context)
    asked = request.GET.get("q", "")[:LONGEST]
    form = FactsForm(request.GET, trigger=script.trigger)
    record = record_seen_by(script.subject, request.GET.get("record", ""), user)
    context |= {
        "form": form,
        "asked": asked,
        "subject": script.subject,
        "record": record[1] if record else None,
        "record_id": record[0] if record else "",
        "found": [] if record else found_records(script.subject, asked, user),
    }
    if record and form.is_valid():
        context |= _trial(script, record[0], form.facts(), user)
    return form_page(request, "automation/try.html", context, is_refused=not form.is_valid())


def _trial(script: Script, record_id: UUID, facts: dict[str, Any], user: User) -> dict[str, Any]:
    by = script.version.definition.switched_by or user
    trial = try_out(script=script, subject_id=record_id, facts=facts, by=by)
    names = names_in(step.planned.inputs for step in trial.steps)
    return {
        "trial": trial,
        "by": by,
        "steps": [_step(script, each, names) for each in trial.steps],
    }


def _step(script: Script, step: TriedStep, names: Names) -> dict[str, Any]:
    return {
        "number": step.number,
        "text": step.sentence[:1].upper() + step.sentence[1:],
        "branch": branch_label(step.branch) if step.branch else "",
        "blocked": step.planned.blocked,
        "inputs": pairs(step.planned.inputs, script, step.action, names),
    }
