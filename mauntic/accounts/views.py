"""Joining by invitation, the team, and keys for programs."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mauntic.accounts import services
from mauntic.accounts.context import admin_required, ops_required, signed_in
from mauntic.accounts.forms import ApiKeyForm, BusinessHoursForm, InvitationForm, JoinForm
from mauntic.accounts.models import ApiKey, Invitation, Role, User
from mauntic.accounts.selectors import opening_hours
from mauntic.accounts.services.invitations import find_invitation
from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.forms import add_errors


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Sets the name and password of an invited person, and signs them in."""
    invitation = find_invitation(token)
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            user = services.accept_invitation(token=token, **form.cleaned_data)
        except MaunticError as error:
            add_errors(form, error)
        else:
            login(request, user)
            return redirect("home")
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation})


@admin_required
def team(request: HttpRequest) -> HttpResponse:
    """Who is here, who is invited, and a form to invite."""
    form = InvitationForm(request.POST or None, initial={"role": Role.REP})
    if form.is_valid() and _invited(request, form):
        return redirect("accounts:team")
    context = {
        "form": form,
        "people": User.objects.order_by("-is_active", "name", "email"),
        "invitations": Invitation.objects.open(now()).select_related("invited_by"),
        "roles": Role.choices,
    }
    return render(request, "accounts/team.html", context)


@ops_required
def business_hours(request: HttpRequest) -> HttpResponse:
    """When the organization works, in which promises to act are counted."""
    form = BusinessHoursForm(request.POST or None, row=opening_hours())
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except MaunticError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Saved. It holds for what comes up from now on.")
            return redirect("accounts:business-hours")
    return render(request, "accounts/business_hours.html", {"form": form})


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
def change_role(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Gives a person another role."""
    user = get_object_or_404(User, pk=user_id)
    return _tried(
        request,
        lambda: services.change_role(user=user, role=request.POST.get("role", "")),
        f"{user} has another role now.",
    )


@admin_required
@require_POST
def set_active(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Locks a person out, or lets them in again (`active=1`)."""
    user = get_object_or_404(User, pk=user_id)
    if request.POST.get("active"):
        return _tried(request, lambda: services.reactivate(user=user), f"{user} may sign in again.")
    return _tried(
        request,
        lambda: services.deactivate(user=user),
        f"{user} can no longer sign in, and their API keys are void.",
    )


def _tried(request: HttpRequest, change: Callable[[], None], done: str) -> HttpResponse:
    try:
        change()
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("accounts:team")


@login_required
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The person's API keys; a new one is shown in the answer to its making and never again."""
    form = ApiKeyForm(request.POST or None)
    secret = ""
    if form.is_valid():
        _, secret = services.create_api_key(user=signed_in(request), name=form.cleaned_data["name"])
        form = ApiKeyForm()
    own = ApiKey.objects.filter(user=signed_in(request))
    return render(request, "accounts/keys.html", {"form": form, "keys": own, "secret": secret})


@login_required
@require_POST
def revoke_key(request: HttpRequest, token_key: str) -> HttpResponse:
    """Voids one of the person's own keys."""
    key = get_object_or_404(ApiKey, user=signed_in(request), token_key=token_key)
    services.revoke_api_key(key=key)
    messages.success(request, f"The key “{key.name}” no longer works.")
    return redirect("accounts:keys")
