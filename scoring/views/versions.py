"""Going back to a version that was kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from scoring import selectors, services
from scoring.views.access import require_ops
from scoring.views.preview import preview_of
from scoring.views.settings import CHANGE


@login_required
@require_http_methods(["GET", "POST"])
def roll_back(request: HttpRequest, version: int) -> HttpResponse:
    """Say what going back would change, and do it when it is asked for."""
    user = require_ops(request, CHANGE)
    if request.method == "POST":
        services.publish_version(version=version, by=user)
        messages.success(request, f"Version {version} is in force again. All leads are scored anew now.")
        return redirect("scoring:settings")
    chosen = selectors.version_numbered(version)
    page = {
        "chosen": chosen,
        "changes": selectors.changes_between(selectors.version_in_force(), chosen),
        **preview_of(chosen.model()),
    }
    return render(request, "scoring/roll_back.html", page)
