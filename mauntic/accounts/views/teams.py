"""One team: made, changed, dissolved."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from mauntic.accounts import services
from mauntic.accounts.context import admin_required
from mauntic.accounts.forms import TeamForm
from mauntic.accounts.models import Team
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors


@admin_required
def new_team(request: HttpRequest) -> HttpResponse:
    """Makes a team."""
    form = TeamForm(request.POST or None)
    if form.is_valid():
        try:
            team = services.create_team(**form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{team} is there. Put people into it below.")
            return redirect("accounts:team")
    return render(request, "accounts/team_edit.html", {"form": form})


@admin_required
def edit_team(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Renames a team, or gives it another manager."""
    team = get_object_or_404(Team, pk=team_id)
    form = TeamForm(request.POST or None, initial={"name": team.name, "manager": team.manager_id})
    if form.is_valid():
        try:
            services.change_team(team=team, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{team} is changed.")
            return redirect("accounts:team")
    return render(request, "accounts/team_edit.html", {"form": form, "team": team})


@admin_required
@require_http_methods(["GET", "POST"])
def delete_team(request: HttpRequest, team_id: uuid.UUID) -> HttpResponse:
    """Asks whether a team shall be dissolved, then does so."""
    team = get_object_or_404(Team, pk=team_id)
    if request.method == "GET":
        return render(
            request,
            "accounts/team_delete.html",
            {"team": team, "size": team.members.filter(is_active=True).count()},
        )
    services.delete_team(team=team)
    messages.success(request, f"{team} is dissolved; its people are in no team.")
    return redirect("accounts:team")
