"""Put a tag on a lead, and take one off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.tags.services.tagging import add_tag, remove_tag


@login_required
@require_POST
def tag(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Put the posted `tag` on a lead, or take the tag `remove` off."""
    contact, removed = lead(contact_id), request.POST.get("remove", "")
    if removed:
        remove_tag(contact_ids=[contact.pk], name=removed)
        done = _('Tag "{tag}" removed from {lead}.').format(tag=removed, lead=contact.name)
    else:
        added = request.POST.get("tag", "")
        add_tag(contact_ids=[contact.pk], name=added)
        done = _('Tag "{tag}" added to {lead}.').format(tag=added.strip(), lead=contact.name)
    messages.success(request, done)
    return redirect(reverse("lead", args=[contact.pk]))
