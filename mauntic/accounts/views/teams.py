"""Pages to create, edit and delete a team."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts import services
from mauntic.accounts.context import admin_required
from mauntic.accounts.forms import TeamForm
from mauntic.accounts.models import Team
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page


@admin_required
def new_team(request: HttpRequest) -> HttpResponse:
    """Create a team."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            team = services.create_team(**form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _('Team "%(name)s" created. Add people to it below.') % {"name": team})
            return redirect("accounts:team")
    return form_page(request, "accounts/team_edit.html", {"form": form})


@admin_required
def edit_team(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Edit the name and manager of a team."""
    team = get_object_or_404(Team, pk=team_id)
    form = TeamForm(request.POST or None, initial={"name": team.name, "manager": team.manager_id})
    if form.is_valid():
        try:
            services.change_team(team=team, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, _('Team "%(name)s" saved.') % {"name": team})
            return redirect("accounts:team")
    return form_page(request, "accounts/team_edit.html", {"form": form, "team": team})


@admin_required
@require_http_methods(["GET", "POST"])
def delete_team(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Confirm and delete a team."""
    team = get_object_or_404(Team, pk=team_id)
    if request.method == "GET":
        return render(
            request,
            "accounts/team_delete.html",
            {"team": team, "size": team.members.filter(is_active=True).count()},
        )
    services.delete_team(team=team)
    messages.success(request, _('Team "%(name)s" deleted. Its members have no team.') % {"name": team})
    return redirect("accounts:team")
