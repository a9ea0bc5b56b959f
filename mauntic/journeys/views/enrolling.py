"""Add one lead to a journey: search it, see why it cannot enter, or add it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, signed_in
from mauntic.automation.models import Kind
from mauntic.automation.registry.pages import pages_of
from mauntic.automation.registry.subjects import CONTACT, subject_of
from mauntic.automation.selectors.shown.records import found_records
from mauntic.events.catalog.records import Named
from mauntic.journeys.selectors.lists import journey
from mauntic.journeys.services.enrolling import enroll_leads, preview_enrolling
from mauntic.kernel.errors import Conflict, Invalid
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.parsing import uuids

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
            messages.success(request, text)
