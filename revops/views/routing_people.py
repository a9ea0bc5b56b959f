"""People and routing: what they have to do, what they take on, and when they are away."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.forms import add_errors
from revops.forms.routing_people import AbsenceForm, ProfileForm
from revops.selectors.routing import absences_seen_by, profile_of, reps_at_work
from revops.selectors.routing_rules import routing_settings
from revops.services.routing_people import add_absence, remove_absence, set_profile


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Who has how much and who is away; what is posted is another absence."""
    user = signed_in(request)
    reps = reps_at_work(user, routing_settings(), now())
    form = AbsenceForm(request.POST or None, user=user, people=[rep.user for rep in reps])
    if request.method == "POST" and form.is_valid() and _add(form, user):
        messages.success(request, f"{form.cleaned_data['rep']} gets no leads in that time.")
        return redirect("revops:routing-people")
    page = {
        "reps": reps,
        "absences": [(each, user.is_manager or each.rep == user) for each in absences_seen_by(user, now())],
        "form": form,
        "may_change": user.is_manager,
        "tab": "people",
    }
    return render(request, "revops/routing_people.html", page, status=400 if form.errors else 200)


@login_required
@require_POST
def absence_remove(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Somebody is not away after all."""
    gone = remove_absence(absence_id=absence_id, by=signed_in(request))
    messages.success(request, f"{gone.rep} gets leads in that time again.")
    return redirect("revops:routing-people")


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, rep_id: UUID) -> HttpResponse:
    """What one person takes on."""
    user = signed_in(request)
    if not user.is_manager:
        raise NotAllowed("Only managers, ops and admins say what a rep takes on.")
    person = get_object_or_404(visible_people(user), pk=rep_id)
    form = ProfileForm(request.POST or None, row=profile_of(person))
    if request.method == "POST" and form.is_valid() and _save(form, person, user):
        messages.success(request, "Saved. It holds for leads from now on.")
        return redirect("revops:routing-people")
    page = {"form": form, "person": person, "tab": "people"}
    return render(request, "revops/routing_profile.html", page, status=400 if form.errors else 200)


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
