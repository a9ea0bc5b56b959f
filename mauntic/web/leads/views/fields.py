"""Edit the custom fields of a lead, also while somebody else edits them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.crm.changes.domain.differences import Subject
from mauntic.crm.changes.selectors.history import last_authors
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.contacts.services.edit import update_contact
from mauntic.crm.fields.forms import ValuesForm
from mauntic.crm.fields.selectors.definitions import definitions
from mauntic.kernel.errors import EditConflict, MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@login_required
@require_http_methods(["GET", "POST"])
def fields(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Show and save the custom fields of a lead."""
    contact = lead(contact_id)
    form = ValuesForm(request.POST or None, definitions=definitions("contact"), values=contact.custom_fields)
    if form.is_valid():
        try:
            update_contact(
                contact=contact,
                values={"custom_fields": form.custom_values()},
                by=signed_in(request),
                opened=form.opened_texts(),
            )
        except EditConflict as error:
            form.show_conflicts(error, last_authors(Subject.CONTACT, contact_id, error.stored))
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Custom fields saved."))
            return redirect("lead", contact_id)
    url = reverse("lead", args=[contact_id])
    page = {"form": form, "name": contact.name, "title": _("Edit custom fields"), "url": url}
    return form_page(request, "components/edit_page.html", page)
