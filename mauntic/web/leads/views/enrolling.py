"""Enroll leads in a sequence: show who is refused and why first, then enroll the others."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.display import number
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.web.leads.forms import EnrollForm
from mauntic.web.leads.views.chosen import chosen_leads
from revops.sequences.selectors.candidates import Candidates, preview_of
from revops.sequences.services.enrollments.enrolling import Enrolled, enroll_leads


@login_required
@require_http_methods(["GET", "POST"])
def enroll(request: HttpRequest) -> HttpResponse:
    """Show who of the leads can be enrolled in the chosen sequence, and enroll them."""
    user, ids = signed_in(request), chosen_leads(request)
    form = EnrollForm(request.POST or None, user=user)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and "preview" not in request.POST:
        try:
            done = enroll_leads(contact_ids=ids, by=user, **form.wanted())
        except Conflict as error:
            add_errors(form, error)
        else:
            _tell(request, done, form.chosen)
            return redirect("revops:sequence", form.cleaned_data["sequence"].pk)
    found = preview_of(sequence=form.chosen, contact_ids=ids, by=user) if form.chosen else None
    context = {
        "form": form,
        "found": found,
        "to_enroll": _to_enroll(form, found),
        "sender": form.sender if found else None,
        "count": len(ids),
        "query": request.GET.urlencode(),
    }
    return form_page(request, "web/leads/enroll.html", context, part="candidates")


def _to_enroll(form: EnrollForm, found: Candidates | None) -> int:
    """Return how many leads the button enrolls."""
    if found is None:
        return 0
    return len(found.accepted) + (len(found.answered) if form.cleaned_data["with_answered"] else 0)


def _tell(request: HttpRequest, done: Enrolled, sequence: Any) -> None:
    count, refused = len(done.rows), len(done.refused)
    text = ngettext(
        "{count} lead enrolled in {sequence}.", "{count} leads enrolled in {sequence}.", count
    ).format(count=number(count), sequence=sequence)
    if refused:
        left = ngettext("{count} lead left out.", "{count} leads left out.", refused)
        text = f"{text} {left.format(count=number(refused))}"
    if not count:
        messages.warning(request, text)
        return
    undo = reverse("revops:sequence-enroll-undo", args=[sequence.pk])
    at = urlencode({"at": done.rows[0].created_at.isoformat()})
    messages.success(request, text, extra_tags=f"{undo}?{at}")
