"""Pages of the team: invitations, roles, access and deactivation."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts import selectors, services
from mauntic.accounts.context import admin_required, identity_confirmed, link_template, signed_in
from mauntic.accounts.forms import AccessForm, InvitationForm, MembershipForm
from mauntic.accounts.models import Invitation, Role, User
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.pages.forms import add_errors, checked
from mauntic.kernel.pages.refusals import refusals_shown
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.pages.shown_once import show_once, take_shown

LINK = "invitation_link"


@admin_required
@never_cache
@identity_confirmed
def team(request: HttpRequest) -> HttpResponse:
    """Show users, teams, open invitations and access, and send invitations."""
    form = InvitationForm(request.POST or None, initial={"role": Role.REP})
    if form.is_valid() and _invited(request, form):
        return redirect("accounts:team")
    context = {
        "form": form,
        "access_form": AccessForm(initial={"seen_by_reps": selectors.access_policy().seen_by_reps}),
        "people": selectors.people(),
        "teams": list(selectors.teams()),
        "invitations": Invitation.objects.open(now()).select_related("invited_by"),
        "link": take_shown(request, LINK) if request.method == "GET" else "",
        "roles": Role.choices,
    }
    return form_page(request, "accounts/team.html", context)


def _invited(request: HttpRequest, form: InvitationForm) -> bool:
    address = link_template("accounts:join")
    try:
        _invitation, link = services.invite(
            **form.cleaned_data, invited_by=signed_in(request), accept_url=address
        )
    except MaunticError as error:
        add_errors(form, error)
        return False
    _sent(request, form.cleaned_data["email"], link)
    return True


def _sent(request: HttpRequest, email: str, link: str) -> None:
    show_once(request, LINK, link)
    messages.success(request, _("Invitation sent to %(email)s.") % {"email": email})


@admin_required
@require_POST
@identity_confirmed
def resend(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Send a new link for an invitation."""
    with refusals_shown(request):
        invitation, link = services.resend_invitation(
            invitation_id=invitation_id, by=signed_in(request), accept_url=link_template("accounts:join")
        )
        _sent(request, invitation.email, link)
    return redirect("accounts:team")


@admin_required
@require_POST
@identity_confirmed
def cancel(request: HttpRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Cancel an invitation."""
    with refusals_shown(request):
        invitation = services.cancel_invitation(invitation_id=invitation_id)
        messages.success(request, _("Invitation of %(email)s canceled.") % {"email": invitation.email})
    return redirect("accounts:team")


@admin_required
@require_POST
@identity_confirmed
def change_membership(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Set the role and team of a user."""
    user = get_object_or_404(User, pk=user_id)
    with refusals_shown(request):
        services.set_role_and_team(user=user, **checked(MembershipForm(request.POST)))
        values = {"name": user, "role": user.get_role_display().lower(), "team": user.team}
        if user.team:
            saved = _('%(name)s is now %(role)s in team "%(team)s".')
        else:
            saved = _("%(name)s is now %(role)s, without a team.")
        messages.success(request, saved % values)
    return redirect("accounts:team")


@admin_required
@require_POST
@identity_confirmed
def change_access(request: HttpRequest) -> HttpResponse:
    """Set whose deals and tasks reps see."""
    with refusals_shown(request):
        policy = services.set_access_policy(**checked(AccessForm(request.POST)))
        messages.success(request, _("%(policy)s. Saved.") % {"policy": policy})
    return redirect("accounts:team")


def _is_to_be_active(request: HttpRequest) -> bool:
    wanted = request.POST.get("active", "")
    if wanted not in {"", "1"}:
        raise Invalid({"active": _("Send active=1 to reactivate the user, or omit it to deactivate them.")})
    return wanted == "1"


@admin_required
@require_http_methods(["GET", "POST"])
@identity_confirmed
def set_active(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Confirm and deactivate a user, or reactivate them (`active=1`)."""
    user = get_object_or_404(User, pk=user_id)
    if request.method == "GET":
        return render(request, "accounts/leave.html", {"person": user, "managed": user.teams_managed.all()})
    with refusals_shown(request):
        if _is_to_be_active(request):
            services.reactivate(user=user)
            messages.success(request, _("%(name)s reactivated.") % {"name": user})
        else:
            services.deactivate(user=user)
            messages.success(
                request, _("%(name)s deactivated. Their API keys were deleted.") % {"name": user}
            )
    return redirect("accounts:team")
