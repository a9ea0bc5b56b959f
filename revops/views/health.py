"""What counts for the health of a deal, and the deals on which each warning stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.forms import add_errors
from revops.forms.health import WarningsForm
from revops.selectors.health import SHOWN, flagged, warning_counts
from revops.services.health_settings import reset_warning, set_warnings

_SAVED = "Saved. All open deals are looked at again now."


@login_required
@require_http_methods(["GET", "POST"])
def health_settings(request: HttpRequest) -> HttpResponse:
    """Every warning with its points, its limit and how many deals it stands on; ops change them."""
    user = signed_in(request)
    form = WarningsForm(request.POST or None, counts=warning_counts(user), may_change=user.is_ops)
    if request.method == "POST":
        if not user.is_ops:
            raise NotAllowed("Only ops and admins change what counts for the health of deals.")
        if form.is_valid() and _save(form):
            messages.success(request, _SAVED)
            return redirect("revops:health")
    page = {"form": form, "may_change": user.is_ops}
    return render(request, "revops/health.html", page, status=400 if form.errors else 200)


@login_required
@require_GET
def health_warning(request: HttpRequest, key: str) -> HttpResponse:
    """The deals on which a warning or strength stands, the worst first, each with its evidence."""
    found = flagged(signed_in(request), key)
    return render(request, "revops/health_warning.html", {"found": found, "shown": SHOWN})


@ops_required
@require_POST
def health_reset(request: HttpRequest, key: str) -> HttpResponse:
    """A warning counts again as it does by default."""
    reset_warning(key=key)
    messages.success(request, _SAVED)
    return redirect("revops:health")


def _save(form: WarningsForm) -> bool:
    try:
        set_warnings(changes=form.changes())
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
