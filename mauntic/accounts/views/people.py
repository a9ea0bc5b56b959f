"""The page of who is here: inviting, roles, teams, who sees what, and leaving."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts import selectors, services
from mauntic.accounts.context import admin_required, signed_in
from mauntic.accounts.forms import AccessForm, InvitationForm, PlaceForm
from mauntic.accounts.models import Invitation, Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.forms import add_errors


@admin_required
def team(request: HttpRequest) -> HttpResponse:
    """Who is here, in which teams, who is invited, who sees what, and a form to invite."""
    form = InvitationForm(request.POST or None, initial={"role": Role.REP})
    if form.is_valid() and _invited(request, form):
        return redirect("accounts:team")
    context = {
        "form": form,
        "access_form": AccessForm(initial={"seen_by_reps": selectors.access_policy().seen_by_reps}),
        "people": selectors.people(),
        "teams": list(selectors.teams()),
        "invitations": Invitation.objects.open(now()).select_related("invited_by"),
        "roles": Role.choices,
    }
    return render(request, "accounts/team.html", context)


def _invited(request: HttpRequest, form: InvitationForm) -> bool:
    address = request.build_absolute_uri(reverse("accounts:join", args=["TOKEN"])).replace("TOKEN", "{token}")
    try:
        services.invite(**form.cleaned_data, invited_by=signed_in(request), accept_url=address)
    except MaunticError as error:
        add_errors(form, error)
        return False
    messages.success(request, f"An invitation is on its way to {form.cleaned_data['email']}.")
    return True


@admin_required
@require_POST
def change_place(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Gives a person a role and a team."""
    user = get_object_or_404(User, pk=user_id)
    with _refusals_told(request):
        services.place(user=user, **_cleaned(PlaceForm(request.POST)))
        role, place = user.get_role_display().lower(), user.team or "no team"
        messages.success(request, f"{user} is {role} now, in {place}.")
    return redirect("accounts:team")


@admin_required
@require_POST
def change_access(request: HttpRequest) -> HttpResponse:
    """Says whose deals and tasks reps see."""
    with _refusals_told(request):
        policy = services.set_access_policy(**_cleaned(AccessForm(request.POST)))
        messages.success(request, f"{policy}. It holds from now on.")
    return redirect("accounts:team")


@admin_required
@require_http_methods(["GET", "POST"])
def set_active(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Asks whether a person shall be locked out, does so, or lets them in again (`active=1`)."""
    user = get_object_or_404(User, pk=user_id)
    if request.method == "GET":
        return render(request, "accounts/leave.html", {"person": user, "managed": user.teams_managed.all()})
    with _refusals_told(request):
        if request.POST.get("active"):
            services.reactivate(user=user)
            messages.success(request, f"{user} may sign in again.")
        else:
            services.deactivate(user=user)
            messages.success(request, f"{user} can no longer sign in, and their API keys are void.")
    return redirect("accounts:team")


@contextmanager
def _refusals_told(request: HttpRequest) -> Iterator[None]:
    try:
        yield
    except MaunticError as error:
        messages.error(request, error.message)


def _cleaned(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise Invalid({name: [str(each) for each in said] for name, said in form.errors.items()})
    return form.cleaned_data
