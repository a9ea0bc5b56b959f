"""Whether openings of emails and clicks by a lead are counted."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mauntic.crm.contacts.selectors.lists import lead
from mauntic.delivery.engagement.services.recording import switch_tracking
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.redirects import next_page


@login_required
@require_POST
def tracking(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Count openings and clicks of a lead, or stop."""
    contact, is_on = lead(contact_id), request.POST.get("on")
    if is_on not in {"yes", "no"}:
        raise Invalid({"on": _("Use yes or no.")})
    switch_tracking(contact_id=contact.pk, on=is_on == "yes")
    done = _("Openings and clicks of {lead} are counted.")
    if is_on == "no":
        done = _("Openings and clicks of {lead} are no longer counted.")
    messages.success(request, done.format(lead=contact.name))
    return redirect(next_page(request, reverse("lead", args=[contact.pk])))
