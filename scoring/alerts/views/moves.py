"""Forms that acknowledge, snooze, reassign and escalate alerts, and undo it. They lead back to their page."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.kernel import clock
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.forms import checked
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from scoring.alerts.forms import AcknowledgeForm, ChosenForm, EscalateForm, ReassignForm, SnoozeForm
from scoring.alerts.selectors.matching import matching_ids
from scoring.alerts.services import moves
from scoring.alerts.services.moves import Moved

Ids = Sequence[UUID]


@login_required
@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Acknowledge alerts."""
    user = signed_in(request)
    return _moved(
        request,
        AcknowledgeForm(request.POST),
        lambda ids: moves.acknowledge_alerts(alert_ids=ids, by=user),
        lambda count: ngettext("{count} alert acknowledged.", "{count} alerts acknowledged.", count),
    )


@login_required
@require_POST
def snooze(request: HttpRequest) -> HttpResponse:
    """Snooze alerts."""
    form, user = SnoozeForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: moves.snooze_alerts(
            alert_ids=ids, until=clock.now() + form.duration, reason=form.cleaned_data["reason"], by=user
        ),
        lambda count: ngettext(
            "{count} alert snoozed. The deadline stays.",
            "{count} alerts snoozed. The deadlines stay.",
            count,
        ),
    )


@login_required
@require_POST
def reassign(request: HttpRequest) -> HttpResponse:
    """Reassign alerts."""
    form, user = ReassignForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: moves.reassign_alerts(alert_ids=ids, to=form.cleaned_data["to"], by=user),
        lambda count: ngettext("{count} alert reassigned.", "{count} alerts reassigned.", count),
    )


@login_required
@require_POST
def escalate(request: HttpRequest) -> HttpResponse:
    """Escalate alerts."""
    form, user = EscalateForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: moves.escalate_alerts(alert_ids=ids, reason=form.cleaned_data["reason"], by=user),
        lambda count: ngettext("{count} alert escalated.", "{count} alerts escalated.", count),
    )


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undo the batch of changes, or the single ones, that the address names."""
    user, batches = signed_in(request), request.GET.getlist("batch")
    with refusals_shown(request):
        if batches:
            moved = moves.undo_alert_batch(batch=_uuids(batches)[0], by=user)
        else:
            moved = moves.undo_alert_changes(change_ids=_uuids(request.GET.getlist("change")), by=user)
        count = len(moved.changes)
        text = ngettext("Change of {count} alert undone.", "Changes of {count} alerts undone.", count)
        messages.success(request, text.format(count=number(count)))
    return redirect(_back(request))


def _moved(
    request: HttpRequest, form: forms.Form, move: Callable[[Ids], Moved], done: Callable[[int], str]
) -> HttpResponse:
    checked(form)
    with refusals_shown(request):
        _report(request, move(_chosen(request)), done)
    return redirect(_back(request))


def _chosen(request: HttpRequest) -> Ids:
    """Return the alerts that the form names: by id, by lead, or all that match the filter of a list.

    Raises: `Conflict` if none of those that the person saw matches any more.
    """
    ids = request.POST.getlist("ids")
    if "of" not in request.POST:
        return _uuids(ids)
    form = ChosenForm(request.POST)
    values = checked(form)
    found = matching_ids(
        signed_in(request),
        form.wanted(),
        until=values["until"],
        now=clock.now(),
        leads=_uuids(ids) if values["of"] == ChosenForm.LEADS else None,
    )
    if not found:
        raise Conflict(gettext("These alerts have changed since. The list is up to date now."))
    return found


def _report(request: HttpRequest, moved: Moved, done: Callable[[int], str]) -> None:
    if moved.before:
        messages.warning(request, moves.already_acknowledged(moved))
    if moved.changes:
        undo_url = f"{reverse('scoring:alerts-undo')}?batch={moved.changes[0].batch}"
        count = len(moved.changes)
        messages.success(request, done(count).format(count=number(count)), extra_tags=undo_url)


def _back(request: HttpRequest) -> str:
    """Return the page of the form, or the list."""
    return next_page(request, reverse("scoring:alerts"))


def _uuids(texts: Sequence[str]) -> list[UUID]:
    """Parse ids.

    Raises: `Invalid` if there are none or one is malformed.
    """
    try:
        found = [UUID(text) for text in texts]
    except ValueError:
        found = []
    if not found:
        raise Invalid({"ids": gettext("Select an alert first.")})
    return found
