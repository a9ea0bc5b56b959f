"""Add leads to a journey: show who is refused and why first, then enroll the others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required, signed_in
from mauntic.journeys.selectors.lists import enrolled_words
from mauntic.journeys.services.enrolling import enroll_leads, preview_enrolling
from mauntic.journeys.views.enrolling import undo_address
from mauntic.kernel.errors import Conflict
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.web.leads.forms import JourneyForm
from mauntic.web.leads.views.chosen import chosen_leads


@ops_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Show who of the leads can enter the chosen journey, and enroll them."""
    ids = chosen_leads(request)
    form = JourneyForm(request.POST if request.method == "POST" else None)
    journey, found = form.chosen, None
    if journey:
        try:
            if "preview" not in request.POST:
                done = enroll_leads(definition_id=journey.pk, contact_ids=ids, by=signed_in(request))
                tell = messages.success if done.count else messages.warning
                undo = undo_address(journey.pk, done.at) if done.count else ""
                tell(request, enrolled_words(done.count, len(done.refused), journey.name), extra_tags=undo)
                return redirect("journeys:journey", journey.pk)
            found = preview_enrolling(definition_id=journey.pk, contact_ids=ids)
        except Conflict as error:
            add_errors(form, error)
    context = {"form": form, "found": found, "count": len(ids), "query": request.GET.urlencode()}
    return form_page(request, "web/leads/add_to_journey.html", context, part="candidates")
