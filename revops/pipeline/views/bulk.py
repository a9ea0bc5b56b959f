"""Bulk actions on selected deals, and their undo. A worker does those on many deals."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import posted_owner
from mauntic.imports.views import Progress, is_poll, progress_answer
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.selection import selected
from mauntic.kernel.time.calendar import is_in_range, out_of_range
from revops.deals.models.deals import DealQuerySet
from revops.deals.models.runs import BulkKind, DealRun
from revops.deals.selectors.runs import run_of
from revops.deals.selectors.undo import Left, left_words, undo_address
from revops.deals.services.bulk import apply_to_deals
from revops.deals.services.runs import RUN_FROM, start_run, start_undo
from revops.deals.services.undo import undo_action
from revops.pipeline.selectors.bulk_words import doing_words, done_words
from revops.pipeline.views.table import narrowed


@login_required
@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Apply an action to the selected deals, then return to the list, or show the progress of many."""
    kind, user = request.POST.get("action", ""), signed_in(request)
    if kind not in _VALUES:
        raise Invalid({"action": _("Use one of {choices}.").format(choices=", ".join(_VALUES))})
    ids = selected(request.POST, partial(_matching, request)).ids
    value = _VALUES[kind](request)
    if len(ids) > RUN_FROM:
        return _show(request, start_run(kind=kind, value=value, deal_ids=ids, by=user))
    with refusals_shown(request):
        done = apply_to_deals(kind=kind, value=value, deal_ids=ids, by=user)
        said = [done_words(kind, value, done.deals), left_words(done.left)]
        messages.success(request, " ".join(filter(None, said)), extra_tags=done.undo)
    return redirect(_back(request))


def _matching(request: HttpRequest, filters: QueryDict) -> DealQuerySet:
    """Return the deals of the filters that the person can see."""
    found = narrowed(request, filters)
    # A filter that cannot be read narrows nothing: then all deals would be changed.
    checked(found.form)
    return found.qs


@login_required
@require_POST
def undo(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Undo an action of the person, then return to the page where it was undone, or show the progress."""
    user = signed_in(request)
    with refusals_shown(request, Conflict):
        run_of_many = start_undo(action_id=action_id, by=user)
        if run_of_many:
            return _show(request, run_of_many)
        done = undo_action(action_id=action_id, by=user)
        said = [done_words(BulkKind.UNDO, "", done.deals), left_words(done.left, is_undo=True)]
        messages.success(request, " ".join(filter(None, said)))
    return redirect(_back(request))


@login_required
@require_GET
def run(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show the progress and the result of an action on many deals. htmx asks for the progress alone."""
    found = run_of(run_id, signed_in(request))
    is_undo = found.kind == BulkKind.UNDO
    progress = Progress(
        label=doing_words(found.kind, found.value),
        done=found.done,
        total=found.total,
        running=found.finished_at is None,
        poll_url=request.get_full_path(),
    )
    if is_poll(request):
        return progress_answer(request, progress)
    left = [Left(name, reason) for name, reason in found.left]
    context = {
        "run": found,
        "progress": progress,
        "result": done_words(found.kind, found.value, found.changed),
        "left": left_words(left, found.left_count, is_undo=is_undo),
        "undo": "" if is_undo or not found.changed else undo_address(found.action_id),
        "back": _back(request),
    }
    return render(request, "revops/pipeline/run.html", context)


def _show(request: HttpRequest, started: DealRun) -> HttpResponse:
    return redirect(f"{reverse('revops:deal-run', args=[started.pk])}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    return next_page(request, reverse("revops:deals"))


def _owner(request: HttpRequest) -> str:
    owner = posted_owner(request.POST.get("owner"))
    return str(owner.pk) if owner else ""


def _stage(request: HttpRequest) -> str:
    return request.POST.get("stage", "")


def _close_on(request: HttpRequest) -> str:
    if "close_on" not in request.POST:
        raise Invalid({"close_on": _("Choose a date, or leave it empty for none.")})
    day = _day(request.POST["close_on"].strip())
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Invalid(
            {"close_on": _('"{text}" is not a date. Enter a date such as 2026-12-31.').format(text=text)}
        )
    if day and not is_in_range(day):
        raise Invalid({"close_on": out_of_range()})
    return day


_VALUES: dict[str, Callable[[HttpRequest], str]] = {
    BulkKind.ASSIGN: _owner,
    BulkKind.MOVE: _stage,
    BulkKind.CLOSE_ON: _close_on,
}
"""How to read the value of each action."""
