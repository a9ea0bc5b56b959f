"""The policy page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lead_intelligence.policy.forms import PolicyForm
from lead_intelligence.policy.selectors.refresh import (
    due_leads,
    obstacle_to_refresh,
    policy_of_leads,
    refreshed_today,
)
from lead_intelligence.policy.services import refresh
from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.rendering import form_page


@ops_required
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """Show or save the policy."""
    saved = policy_of_leads()
    form = PolicyForm(request.POST or None, policy=saved)
    if request.method == "POST" and form.is_valid():
        try:
            refresh.save_policy(**form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Policy saved. It takes effect within 15 minutes."))
            return redirect("lead_intelligence:policy")
    page = {
        "form": form,
        "policy": saved,
        "due": due_leads(saved).count(),
        "today": refreshed_today(),
        "obstacle": obstacle_to_refresh(saved),
    }
    return form_page(request, "lead_intelligence/policy/policy.html", page)
