"""Erase a person: the lead is deleted, and nobody writes to the address again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import ops_required
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.contacts.services.removal import erase_contacts


@ops_required
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Say what an erasure deletes (GET), and erase the lead (POST)."""
    contact = lead(contact_id)
    if request.method == "POST":
        erase_contacts(contact_ids=[contact.pk])
        messages.success(request, _("Lead erased. The address gets no more email."))
        return redirect("leads")
    return render(request, "web/leads/erase.html", {"contact": contact})
