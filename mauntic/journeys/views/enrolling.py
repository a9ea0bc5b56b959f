"""Add one lead to a journey: search it, see why it cannot enter, or add it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.automation.models import Kind
from mauntic.automation.registry.pages import pages_of
from mauntic.automation.registry.subjects import CONTACT, subject_of
from mauntic.automation.selectors.shown.records import found_records
from mauntic.events.catalog.records import Named
from mauntic.journeys.selectors.lists import journey, undone_words
from mauntic.journeys.services.enrolling import enroll_leads, preview_enrolling
from mauntic.journeys.services.undoing import undo_enrolling
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.kernel.pages.redirects import next_page
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.parsing import moment_of, uuids

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A lead that was found. `why` says why it cannot enter; empty if it can."""

    id: UUID
    record: Named
    why: str


@ops_required
@require_http_methods(["GET", "POST"])
def enroll(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """Show leads by text with the reason why they cannot enter; add the posted `contact`."""
    definition = journey(definition_id)
    if request.method == "POST":
        _enroll(request, definition_id)
        return redirect(request.get_full_path())
    asked, rows, refusal = request.GET.get("q", "")[:LONGEST], [], ""
    try:
        rows = _rows(definition_id, found_records(subject_of(CONTACT), asked, signed_in(request)))
    except Conflict as error:
        refusal = error.message
    context = {
        "kind": Kind.JOURNEY,
        "pages": pages_of(Kind.JOURNEY),
        "definition": definition,
        "asked": asked,
        "rows": rows,
        "refusal": refusal,
    }
    return render(request, "journeys/enroll.html", context)


def _rows(definition_id: UUID, found: Sequence[tuple[UUID, Named]]) -> list[Row]:
    looked = preview_enrolling(definition_id=definition_id, contact_ids=[pk for pk, _named in found])
    why = {each.contact_id: each.why for each in looked.refused}
    return [Row(pk, named, why.get(pk, "")) for pk, named in found]


def _enroll(request: HttpRequest, definition_id: UUID) -> None:
    ids = uuids(request.POST.getlist("contact"))
    if len(ids) != 1:
        raise Invalid({"contact": _("Choose one lead.")})
    with refusals_shown(request, Conflict):
        done = enroll_leads(definition_id=definition_id, contact_ids=ids, by=signed_in(request))
        for each in done.refused:
            messages.error(request, f"{each.name}: {each.why}" if each.name else each.why)
        if done.count:
            lead = subject_of(CONTACT).names(ids)[ids[0]]
            text = _('{lead} added to "{journey}".').format(lead=lead.name, journey=journey(definition_id))
            messages.success(request, text, extra_tags=undo_address(definition_id, done.at))


def undo_address(definition_id: UUID, at: datetime | None) -> str:
    """Return where adding leads at one moment is undone; empty without one."""
    if at is None:
        return ""
    address = reverse("journeys:journey-enroll-undo", args=[definition_id])
    return f"{address}?{urlencode({'at': at.isoformat()})}"


@ops_required
@require_POST
def undo(request: HttpRequest, definition_id: UUID) -> HttpResponse:
    """Let the leads leave that the person added at the moment `at`; then return."""
    definition = journey(definition_id)
    at = moment_of(request.GET.get("at", ""))
    if at is None:
        raise NotFound(_("Nobody was added then."))
    with refusals_shown(request, Conflict):
        done = undo_enrolling(definition_id=definition_id, at=at, by=signed_in(request))
        messages.success(request, undone_words(done.left, done.stays, definition.name))
    return redirect(next_page(request, reverse("journeys:journey", args=[definition_id])))
