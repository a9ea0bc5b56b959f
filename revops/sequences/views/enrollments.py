"""Buttons of an enrollment."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import business_hours
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.translation import StrPromise
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.services.enrollments import changes
from revops.sequences.services.enrollments.moving import move_to_newest
from revops.sequences.services.enrollments.undoing import Undone, undo_enrolling, undo_stop

ACTIONS: dict[str, tuple[Callable[..., Enrollment], StrPromise]] = {
    "pause": (changes.pause, later('{name} paused in "{sequence}".')),
    "resume": (changes.resume, later('{name} resumed in "{sequence}".')),
    "skip": (changes.skip, later('Step skipped for {name} in "{sequence}".')),
    "stop": (changes.stop, later('{name} stopped in "{sequence}".')),
    "unstop": (undo_stop, later('{name} goes on in "{sequence}".')),
    "move": (move_to_newest, later('{name} moved to the newest version of "{sequence}".')),
}
UNDONE_BY = {"pause": "resume", "resume": "pause", "stop": "unstop"}


@login_required
@require_POST
def change(request: HttpRequest, enrollment_id: UUID, action: str) -> HttpResponse:
    """Pause, resume, skip a step, stop, undo a stop, or move to the newest version; then return."""
    if action not in ACTIONS:
        raise NotFound(_("This action does not exist."))
    run, words = ACTIONS[action]
    back = reverse("revops:sequences")
    with refusals_shown(request, Conflict), refusals_shown(request, Invalid):
        more = (
            {"until": _until(request.POST["until"])} if action == "pause" and "until" in request.POST else {}
        )
        row: Any = run(enrollment_id=enrollment_id, by=signed_in(request), **more)
        back = reverse("revops:sequence", args=[row.sequence_id])
        undo = UNDONE_BY.get(action) if action != "stop" or changes.DUE in row.reason_facts else None
        address = reverse("revops:sequence-enrollment", args=[row.pk, undo]) if undo else ""
        text = str(words).format(name=row.contact.name, sequence=row.sequence.name)
        messages.success(request, text, extra_tags=address)
    return redirect(next_page(request, back))


def _until(text: str) -> datetime:
    """Return when a pause ends: as the entered day begins where the organization is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid({"until": _("Enter a day, such as 2026-12-24.")}) from None
    return datetime.combine(day, time.min, tzinfo=business_hours().zone)


@login_required
@require_POST
def undo_enroll(request: HttpRequest, sequence_id: UUID) -> HttpResponse:
    """Stop the leads that the user enrolled at the moment `at`; then return."""
    with refusals_shown(request, Conflict):
        done = undo_enrolling(
            sequence_id=sequence_id, at=_moment(request.GET.get("at", "")), by=signed_in(request)
        )
        messages.success(request, _undone(done))
    return redirect(next_page(request, reverse("revops:sequence", args=[sequence_id])))


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise NotFound(_("Nobody was enrolled then."))
    return found


def _undone(done: Undone) -> str:
    stopped = ngettext("Undone: {count} lead stopped.", "Undone: {count} leads stopped.", done.stopped)
    text = stopped.format(count=number(done.stopped))
    if not done.reached:
        return text
    reached = ngettext(
        "{count} lead was reached already and stays.",
        "{count} leads were reached already and stay.",
        done.reached,
    )
    return f"{text} {reached.format(count=number(done.reached))}"
