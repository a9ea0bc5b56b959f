"""The history of a lead: who changed which field."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import history_of
from mauntic.crm.changes.selectors.words import field_label
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.fields.domain.catalog import FIELDS
from mauntic.kernel.pages.rendering import page_or_part

TEMPLATE, PART = "crm/changes/history.html", "history"


@login_required
def history(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Show the changes of a lead. `field` in the URL limits them; one of its company leads to the company."""
    contact, field = lead(contact_id), request.GET.get("field", "")
    spec = FIELDS.get(field)
    if spec and spec.of_company and field != "company" and contact.company_id:
        address = reverse("company-history", args=[contact.company_id])
        return redirect(f"{address}?{urlencode({'field': spec.column_name})}")
    found = history_of(
        Subject.CONTACT,
        contact.pk,
        name=field,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "history": found,
        "name": contact.name,
        "address": reverse("lead", args=[contact.pk]),
        "field": field,
        "label": field_label(Subject.CONTACT, field) if field else "",
    }
    return page_or_part(request, TEMPLATE, PART, context)
