"""One run, and its buttons: retry, run again, stop."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.automation.models import Definition, Kind
from mauntic.automation.registry.pages import address_of, pages_of
from mauntic.automation.selectors.shown.lists import definition_of
from mauntic.automation.selectors.shown.run import run_page
from mauntic.automation.selectors.shown.runs import newest_failed, run_seen_by
from mauntic.automation.services.runs.retrying import MOST_AT_ONCE, retry_runs, run_again
from mauntic.automation.services.runs.stopping import stop_run
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown


@login_required
@require_GET
def show(request: HttpRequest, kind: Kind, execution_id: UUID) -> HttpResponse:
    """Show a run of a record that the person sees: each action, what began it, and why it waits or failed.

    What a set of runs did together leads to their workflow or journey, by its id.
    """
    user = signed_in(request)
    if Definition.objects.filter(pk=execution_id, kind=kind).exists():
        return redirect(address_of(kind, "", execution_id))
    run = run_seen_by(execution_id, kind, user)
    context = {
        "kind": kind,
        "pages": pages_of(kind),
        "run": run,
        "page": run_page(run, user),
        "may_read": user.is_manager or user.is_ops,
        "may_change": user.is_ops,
    }
    return render(request, "automation/run.html", context)


@ops_required
@require_POST
def retry(request: HttpRequest, kind: Kind, execution_id: UUID) -> HttpResponse:
    """Go on with a failed run at the action that failed."""
    run = run_seen_by(execution_id, kind, signed_in(request))
    with refusals_shown(request, Conflict):
        _tell(request, retry_runs(run_ids=[run.pk]))
    return redirect(address_of(kind, "run", execution_id))


@ops_required
@require_POST
def retry_newest(request: HttpRequest, kind: Kind, definition_id: UUID) -> HttpResponse:
    """Go on with the newest failed runs of a definition, at most 50."""
    definition = definition_of(kind, definition_id)
    with refusals_shown(request, Conflict):
        _tell(request, retry_runs(run_ids=newest_failed(definition, MOST_AT_ONCE)))
    return redirect(address_of(kind, "", definition_id))


@ops_required
@require_POST
def again(request: HttpRequest, kind: Kind, execution_id: UUID) -> HttpResponse:
    """Begin a new run for the record of an ended one, with the current version."""
    user = signed_in(request)
    run = run_seen_by(execution_id, kind, user)
    with refusals_shown(request, Conflict):
        made = run_again(run_id=run.pk, by=user)
        messages.success(request, _("It runs again, with the current version."))
        return redirect(address_of(kind, "run", made.pk))
    return redirect(address_of(kind, "run", execution_id))


@ops_required
@require_POST
def stop(request: HttpRequest, kind: Kind, execution_id: UUID) -> HttpResponse:
    """End a run that waits."""
    user = signed_in(request)
    run = run_seen_by(execution_id, kind, user)
    with refusals_shown(request, Conflict):
        stop_run(run_id=run.pk, by=user)
        messages.success(request, _("Run stopped. What it did stays done."))
    return redirect(next_page(request, address_of(kind, "run", execution_id)))


def _tell(request: HttpRequest, count: int) -> None:
    if not count:
        messages.warning(request, _("No failed runs to retry. Someone else retried them already."))
        return
    text = ngettext(
        "{n} run goes on at the action that failed.", "{n} runs go on at the action that failed.", count
    )
    messages.success(request, text.format(n=number(count)))
