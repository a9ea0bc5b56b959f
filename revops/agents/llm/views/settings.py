"""The settings of agents: vendors, switches, budgets, and the stop of them all."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.accounts.models import User
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.rendering import form_page
from revops.agents.llm.forms import AgentsForm
from revops.agents.llm.selectors.accounts import model_choices, vendor_states
from revops.agents.llm.selectors.budgets import agent_states, budget_states
from revops.agents.llm.selectors.lines import policy
from revops.agents.llm.services import controls
from revops.agents.llm.services.budget import set_budgets


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show and save the settings of agents."""
    rules, budgets = policy(), budget_states()
    form = AgentsForm(
        request.POST if request.method == "POST" else None,
        agents=agent_states(budgets),
        total=budgets[""],
        models=model_choices(),
        initial={"allows_other_vendor": rules.allows_other_vendor, "retention_days": rules.retention_days},
    )
    if request.method == "POST" and form.is_valid() and _save(form, signed_in(request)):
        messages.success(request, _("Agent settings saved."))
        return redirect("revops:agents-settings")
    context = {"form": form, "vendors": vendor_states(), "policy": rules, "total": budgets[""]}
    return form_page(request, "revops/agents/settings.html", context)


@ops_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop all agents after a confirmation."""
    if request.method == "GET":
        return render(request, "revops/agents/stop.html", {"policy": policy()})
    if controls.stop_agents(by=signed_in(request)):
        messages.success(request, _("All AI agents stopped."))
    else:
        messages.info(request, _("All AI agents were already stopped."))
    return redirect("revops:agents-settings")


@ops_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Let agents call models again."""
    if controls.resume_agents(by=signed_in(request)):
        messages.success(request, _("AI agents resumed."))
    else:
        messages.info(request, _("AI agents were not stopped."))
    return redirect("revops:agents-settings")


def _save(form: AgentsForm, by: User) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            controls.set_policy(
                allows_other_vendor=given["allows_other_vendor"],
                retention_days=given["retention_days"],
                by=by,
            )
            set_budgets(limits=form.limits())
            for agent, is_on, model_id in form.choices():
                controls.set_agent(agent=agent, is_on=is_on, model_id=model_id, by=by)
    except Invalid as error:
        form.refuse(error)
        return False
    return True
