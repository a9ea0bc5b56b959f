"""The settings of deal health, and the deals with each warning."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import ops_required, require_ops, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from revops.health.forms import WarningsForm
from revops.health.selectors.deals import SHOWN, flagged, warning_counts
from revops.health.services.settings import reset_warning, set_warnings


@login_required
@require_http_methods(["GET", "POST"])
def health_settings(request: HttpRequest) -> HttpResponse:
    """Show every warning with points, limit and number of deals; ops can change them."""
    user = signed_in(request)
    form = WarningsForm(request.POST or None, counts=warning_counts(user), may_change=user.is_ops)
    if request.method == "POST":
        require_ops(request)
        if form.is_valid() and _save(form):
            messages.success(request, _("Settings saved. All open deals are being assessed again."))
            return redirect("revops:health")
    page = {"form": form, "may_change": user.is_ops}
    return form_page(request, "revops/health/health.html", page)


@login_required
@require_GET
def health_warning(request: HttpRequest, key: str) -> HttpResponse:
    """Show the deals with a warning or strength, lowest health first, each with the evidence."""
    found = flagged(signed_in(request), key)
    return render(request, "revops/health/warning.html", {"found": found, "shown": SHOWN})


@ops_required
@require_POST
def health_reset(request: HttpRequest, key: str) -> HttpResponse:
    """Reset a warning to its defaults."""
    reset_warning(key=key)
    messages.success(request, _("Settings saved. All open deals are being assessed again."))
    return redirect("revops:health")


def _save(form: WarningsForm) -> bool:
    try:
        set_warnings(changes=form.changes())
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
