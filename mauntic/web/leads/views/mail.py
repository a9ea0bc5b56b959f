"""From a lead to its emails, and a new one to it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.delivery.inbox.selectors.leads import waiting_reply
from mauntic.delivery.messages.services.writing import why_not_written, write
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.web.leads.forms import EmailForm


@login_required
@require_GET
def reply(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Go to the reply of a lead that waits for an answer, where it is answered in its thread."""
    contact = lead(contact_id)
    waiting = waiting_reply(signed_in(request), contact.pk)
    if waiting:
        return redirect("delivery:reply", waiting.pk)
    words = _("No reply of {lead} waits in a mailbox that is yours.").format(lead=contact.name)
    messages.info(request, words)
    return redirect("lead", contact.pk)


@login_required
@require_http_methods(["GET", "POST"])
def email(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Write an email to a lead."""
    user, contact = signed_in(request), lead(contact_id)
    form = EmailForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            write(contact_id=contact.pk, by=user, **form.wanted())
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Email to {name} is on its way.").format(name=contact.name))
            return redirect("lead", contact.pk)
    context = {
        "contact": contact,
        "form": form,
        "refused": why_not_written(contact),
        "coach": urlencode({"text": "text", "subject": "subject", "contact": str(contact.pk)}),
    }
    return form_page(request, "web/leads/email.html", context)
