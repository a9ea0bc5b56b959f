"""The scoring settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.kernel.errors import Invalid
from scoring import selectors, services
from scoring.forms import FactorsForm
from scoring.views.access import require_ops, signed_in

CHANGE = "change the scoring model"


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
        "may_change": signed_in(request).is_ops,
    }
    return render(request, "scoring/settings.html", page, status=400 if form.errors else 200)


@login_required
@require_POST
def roll_back(request: HttpRequest, version: int) -> HttpResponse:
    """Put a kept version in force again."""
    require_ops(request, CHANGE)
    services.publish_version(version=version)
    messages.success(request, f"Version {version} is in force again. All leads are scored anew now.")
    return redirect("scoring:settings")


def _publish(request: HttpRequest, form: FactorsForm) -> bool:
    """Whether the service took what was entered; what it refused is shown on the form."""
    user = require_ops(request, CHANGE)
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
