"""Pages of scoring."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid, NotAllowed
from scoring import selectors, services
from scoring.forms import FactorsForm

SHOWN = 50
GRADES = ("A", "B", "C", "D", "F")


@login_required
@require_GET
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Who is hottest, and who moves."""
    grade = request.GET.get("grade", "")
    grade = grade if grade in GRADES else ""
    places = selectors.leaderboard(SHOWN, grade=grade)
    lines = selectors.sparklines([place.score.contact_id for place in places])
    rows = [(place, lines[place.score.contact_id]) for place in places]
    page = {"rows": rows, "grades": GRADES, "chosen": grade, "limit": SHOWN}
    return render(request, "scoring/leaderboard.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Factors with weight, switch and the leads they apply to; saving publishes a version."""
    version = selectors.version_in_force()
    if request.method == "POST":
        form = FactorsForm(request.POST, version=version)
        if form.is_valid() and _publish(request, form):
            return redirect("scoring:settings")
    else:
        form = FactorsForm(version=version)
    leads = selectors.leads_by_factor(version)
    page = {
        "form": form,
        "groups": list(form.grouped(leads.by_factor)),
        "leads": leads,
        "version": version,
        "versions": selectors.versions()[:20],
        "distribution": selectors.grade_counts(),
        "may_change": _user(request).is_ops,
    }
    return render(request, "scoring/settings.html", page, status=400 if form.errors else 200)


@login_required
@require_POST
def roll_back(request: HttpRequest, version: int) -> HttpResponse:
    """Put a kept version in force again."""
    _require_ops(request)
    services.publish_version(version=version)
    messages.success(request, f"Version {version} is in force again. All leads are scored anew now.")
    return redirect("scoring:settings")


def _publish(request: HttpRequest, form: FactorsForm) -> bool:
    """Whether the service took what was entered; what it refused is shown on the form."""
    user = _require_ops(request)
    before = selectors.version_in_force().version
    try:
        version = services.set_factors(changes=form.changes(), by=user)
    except Invalid as error:
        form.refuse(error)
        return False
    if version.version == before:
        messages.info(request, "Nothing was changed.")
    else:
        messages.success(request, f"Version {version.version} is in force. All leads are scored anew now.")
    return True


def _require_ops(request: HttpRequest) -> User:
    user = _user(request)
    if not user.is_ops:
        raise NotAllowed("Only ops and admins may change the scoring model.")
    return user


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
