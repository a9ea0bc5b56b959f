"""Settings of the person and of the organization."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mauntic.accounts.context import admin_required, signed_in
from mauntic.accounts.forms import ProfileForm
from mauntic.accounts.services import update_profile
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors
from mauntic.tenants.context import current_organization
from mauntic.tenants.services import update_organization
from mauntic.web.forms import OrganizationForm


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, time zone and looks, of the person alone."""
    user = signed_in(request)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "time_zone": user.time_zone})
    if form.is_valid():
        try:
            update_profile(user=user, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("settings")
    return render(request, "web/settings.html", {"form": form})


@admin_required
def organization(request: HttpRequest) -> HttpResponse:
    """Name, time zone, currency and whether new leads are enriched."""
    here = current_organization()
    initial = {name: getattr(here, name) for name in OrganizationForm.base_fields}
    form = OrganizationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            update_organization(organization=here, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("settings-organization")
    return render(request, "web/settings_organization.html", {"form": form})
