"""The page of thresholds and capacity."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import require_ops, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from scoring.thresholds import selectors, services
from scoring.thresholds.forms import ScoringSettingsForm


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show and save thresholds and capacity."""
    settings = selectors.scoring_settings()
    form = ScoringSettingsForm(request.POST) if request.method == "POST" else ScoringSettingsForm.of(settings)
    if request.method == "POST":
        user = require_ops(request)
        if form.is_valid():
            try:
                services.change_settings(**form.cleaned_data, by=user)
            except Invalid as error:
                add_errors(form, error)
            else:
                messages.success(request, gettext("Thresholds and capacity saved."))
                return redirect("scoring:thresholds")
    page = {"form": form, "settings": settings, "may_change": signed_in(request).is_ops}
    return form_page(request, "scoring/thresholds/thresholds.html", page)
