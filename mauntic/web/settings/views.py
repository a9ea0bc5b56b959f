"""Settings of the person and of the organization."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mauntic.accounts.context import admin_required, signed_in
from mauntic.accounts.forms import ProfileForm
from mauntic.accounts.services import update_profile
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.tenants.context import current_organization
from mauntic.tenants.services import update_organization
from mauntic.web.settings.forms import OrganizationForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show and save the person's name and time zone."""
    user = signed_in(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "time_zone": user.time_zone})
    if form.is_valid():
        try:
            update_profile(user=user, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Profile saved."))
            return redirect("settings")
    return form_page(request, "web/settings/profile.html", {"form": form})


@admin_required
def organization(request: HttpRequest) -> HttpResponse:
    """Show and save the name, time zone, currency and automatic enrichment of the organization."""
    here = current_organization()
    initial = {name: getattr(here, name) for name in OrganizationForm.base_fields}
    form = OrganizationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            update_organization(organization=here, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Organization settings saved."))
            return redirect("settings-organization")
    return form_page(request, "web/settings/organization.html", {"form": form})
