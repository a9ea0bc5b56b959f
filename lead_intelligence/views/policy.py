"""When leads are enriched again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lead_intelligence import services
from lead_intelligence.forms import PolicyForm
from lead_intelligence.selectors.refresh import (
    due_leads,
    obstacle_to_refresh,
    policy_of_leads,
    refreshed_today,
)
from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid


@ops_required
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """The policy, and what it does today."""
    kept = policy_of_leads()
    form = PolicyForm(request.POST or None, policy=kept)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_policy(**form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, "The policy is saved. It is looked at every quarter of an hour.")
            return redirect("lead_intelligence:policy")
    page = {
        "form": form,
        "policy": kept,
        "due": due_leads(kept).count(),
        "today": refreshed_today(),
        "obstacle": obstacle_to_refresh(kept),
    }
    return render(request, "lead_intelligence/policy.html", page, status=400 if form.errors else 200)
