"""What people do about alerts: each move is a form that leads back to where it was sent from."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mauntic.kernel import clock
from mauntic.kernel.errors import Invalid, MaunticError
from scoring import services
from scoring.forms.alerts import AcknowledgeForm, EscalateForm, ReassignForm, SnoozeForm
from scoring.services import Moved
from scoring.views.access import signed_in

Ids = Sequence[UUID]


@login_required
@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """The person acts on these alerts."""
    user = signed_in(request)
    return _moved(
        request,
        AcknowledgeForm(request.POST),
        lambda ids: services.acknowledge_alerts(alert_ids=ids, by=user),
        "acknowledged",
    )


@login_required
@require_POST
def snooze(request: HttpRequest) -> HttpResponse:
    """These alerts can wait."""
    form, user = SnoozeForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: services.snooze_alerts(
            alert_ids=ids, until=clock.now() + form.duration, reason=form.cleaned_data["reason"], by=user
        ),
        "snoozed; the deadline stays",
    )


@login_required
@require_POST
def reassign(request: HttpRequest) -> HttpResponse:
    """Somebody else is to act on these alerts."""
    form, user = ReassignForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: services.reassign_alerts(alert_ids=ids, to=form.cleaned_data["to"], by=user),
        "given away",
    )


@login_required
@require_POST
def escalate(request: HttpRequest) -> HttpResponse:
    """Those above are to help."""
    form, user = EscalateForm(request.POST), signed_in(request)
    return _moved(
        request,
        form,
        lambda ids: services.escalate_alerts(alert_ids=ids, reason=form.cleaned_data["reason"], by=user),
        "escalated",
    )


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes moves back that are still the last of their alerts; the address names them."""
    try:
        moved = services.undo_alert_changes(
            change_ids=_uuids(request.GET.getlist("change")), by=signed_in(request)
        )
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{_count(moved)} as before.")
    return redirect(_back(request))


def _moved(request: HttpRequest, form: forms.Form, move: Callable[[Ids], Moved], done: str) -> HttpResponse:
    try:
        if not form.is_valid():
            raise Invalid({name: [str(each) for each in said] for name, said in form.errors.items()})
        moved = move(_uuids(request.POST.getlist("ids")))
    except MaunticError as error:
        messages.error(request, _sentence(error))
    else:
        _tell(request, moved, done)
    return redirect(_back(request))


def _tell(request: HttpRequest, moved: Moved, done: str) -> None:
    if moved.before:
        messages.warning(request, f"Acknowledged before by {moved.acknowledged_by}.")
    if moved.changes:
        undo_url = f"{reverse('scoring:alerts-undo')}?{'&'.join(f'change={row.pk}' for row in moved.changes)}"
        messages.success(request, f"{_count(moved)} {done}.", extra_tags=undo_url)


def _count(moved: Moved) -> str:
    count = len(moved.changes)
    return "1 alert" if count == 1 else f"{count} alerts"


def _sentence(error: MaunticError) -> str:
    if isinstance(error, Invalid):
        return " ".join(said for sentences in error.fields.values() for said in sentences)
    return error.message


def _back(request: HttpRequest) -> str:
    """The page that the form was on, or the list."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, request.get_host()) else reverse("scoring:alerts")


def _uuids(texts: Sequence[str]) -> list[UUID]:
    """The ids among them; `Invalid` without any."""
    try:
        found = [UUID(text) for text in texts]
    except ValueError:
        found = []
    if not found:
        raise Invalid({"ids": "Tick an alert first."})
    return found
