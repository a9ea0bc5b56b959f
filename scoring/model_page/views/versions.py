"""The page to roll back to a version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import require_ops
from scoring.model.selectors import versions
from scoring.model_page.views.draft import preview_of
from scoring.versions.forms import CrossingsForm
from scoring.versions.selectors import changes
from scoring.versions.services import publish


@login_required
@require_http_methods(["GET", "POST"])
def roll_back(request: HttpRequest, version: int) -> HttpResponse:
    """Show what rolling back changes, and roll back."""
    user = require_ops(request)
    if request.method == "POST":
        publish.publish_version(
            version=version, by=user, tell_crossings=CrossingsForm(request.POST).is_ticked
        )
        messages.success(
            request,
            gettext("Rolled back to version {version}. All leads are being scored.").format(version=version),
        )
        return redirect("scoring:settings")
    chosen = changes.version_numbered(version)
    page = {
        "chosen": chosen,
        "crossings": CrossingsForm(),
        "changes": changes.changes_between(versions.version_in_force(), chosen),
        **preview_of(chosen.model()),
    }
    return render(request, "scoring/model_page/roll_back.html", page)
