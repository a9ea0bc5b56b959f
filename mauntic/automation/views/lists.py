"""The list of workflows or journeys, and one of them with its runs."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mauntic.accounts.context import signed_in
from mauntic.automation.models import Definition, Kind, RunState
from mauntic.automation.registry.pages import pages_of
from mauntic.automation.selectors.inside import counts_of_steps
from mauntic.automation.selectors.shown.lists import (
    COUNTED_DAYS,
    definition_of,
    definitions_of,
    older_lines,
    rows_of,
    script_of,
    standing_of,
)
from mauntic.automation.selectors.shown.rules import rules_told
from mauntic.automation.selectors.shown.runs import rows_of_runs, runs_of, tabs_of
from mauntic.automation.selectors.shown.sentences import told
from mauntic.automation.services.runs.retrying import MOST_AT_ONCE
from mauntic.automation.views.access import readers_only
from mauntic.kernel.db.paging import Keyset

PER_PAGE = 25


@readers_only
@require_GET
def index(request: HttpRequest, kind: Kind) -> HttpResponse:
    """List the definitions with their states, sentences, and the runs of the last 30 days."""
    page = Paginator(definitions_of(kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "pages": pages_of(kind),
        "page": page,
        "rows": rows_of(page.object_list),
        "days": COUNTED_DAYS,
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "automation/index.html", context)


@readers_only
@require_GET
def show(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Show a definition: what it says, and its runs, by state."""
    definition, user = definition_of(kind, definition_id), signed_in(request)
    state = request.GET.get("state", "")
    page = Keyset(runs_of(definition, state), "started_at").page(
        after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    tabs = tabs_of(definition)
    counts = counts_of_steps(definition)
    script = script_of(definition)
    context = {
        **said(kind, definition),
        "told": told(script, counts) if script else None,
        "behind": sum(each.behind for each in counts.values()),
        "older": older_lines(definition, script, counts) if script else [],
        "state": state if state in RunState.values else "",
        "tabs": tabs,
        "page": page,
        "rows": rows_of_runs(page.rows, user),
        "failed": next((tab.count for tab in tabs if tab.value == RunState.FAILED), None),
        "most": MOST_AT_ONCE,
        "may_change": user.is_ops,
    }
    return render(request, "automation/show.html", context)


def said(kind: Kind, definition: Definition) -> dict[str, Any]:
    """Return what every page of a definition shows of it."""
    script = script_of(definition)
    return {
        "kind": kind,
        "pages": pages_of(kind),
        "definition": definition,
        "standing": standing_of(definition, script),
        "told": told(script) if script else None,
        "rules": rules_told(definition, script),
    }
