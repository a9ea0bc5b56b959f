"""Reps in routing: their load, profiles and absences."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from revops.routing.forms.people import AbsenceForm, ProfileForm
from revops.routing.selectors.decisions import absences_seen_by, profile_of, reps_at_work
from revops.routing.selectors.rules import routing_settings
from revops.routing.services.people import add_absence, remove_absence, set_profile


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show the load and absences of reps. POST adds an absence."""
    user = signed_in(request)
    reps = reps_at_work(user, routing_settings(), now())
    form = AbsenceForm(request.POST or None, user=user, people=[rep.user for rep in reps])
    if request.method == "POST" and form.is_valid() and _add(form, user):
        text = _("Absence added. {rep} gets no leads in that time.")
        messages.success(request, text.format(rep=form.cleaned_data["rep"]))
        return redirect("revops:routing-people")
    page = {
        "reps": reps,
        "absences": [(each, user.is_manager or each.rep == user) for each in absences_seen_by(user, now())],
        "form": form,
        "may_change": user.is_manager,
        "tab": "people",
    }
    return form_page(request, "revops/routing/people.html", page)


@login_required
@require_POST
def absence_remove(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Remove an absence."""
    gone = remove_absence(absence_id=absence_id, by=signed_in(request))
    messages.success(request, _("Absence of {rep} removed.").format(rep=gone.rep))
    return redirect("revops:routing-people")


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, rep_id: UUID) -> HttpResponse:
    """Edit the profile of a rep."""
    user = signed_in(request)
    if not user.is_manager:
        raise NotAllowed(_("Only managers, ops and admins can change profiles of reps."))
    person = get_object_or_404(visible_people(user), pk=rep_id)
    form = ProfileForm(request.POST or None, row=profile_of(person))
    if request.method == "POST" and form.is_valid() and _save(form, person, user):
        messages.success(
            request, _("Profile of {rep} saved. It applies to leads from now on.").format(rep=person)
        )
        return redirect("revops:routing-people")
    page = {"form": form, "person": person, "tab": "people"}
    return form_page(request, "revops/routing/profile.html", page)


def _save(form: ProfileForm, person: User, by: User) -> bool:
    try:
        set_profile(rep_id=person.pk, profile=form.profile(), by=by)
    except Invalid as error:
        add_errors(form, error)
        return False
    return True


def _add(form: AbsenceForm, by: User) -> bool:
    entered = dict(form.cleaned_data)
    rep: User = entered.pop("rep")
    try:
        add_absence(rep_id=rep.pk, by=by, **entered)
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
