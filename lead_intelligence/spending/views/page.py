"""The spend page, budgets and the kill switch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence.spending.forms import BudgetsForm
from lead_intelligence.spending.selectors.budgets import BudgetState, budget_states
from lead_intelligence.spending.selectors.kill_switch import stopped
from lead_intelligence.spending.selectors.report import spend as spend_of
from lead_intelligence.spending.services import kill_switch, limits
from lead_intelligence.spending.views.calls import PERIODS, chosen_days
from lead_intelligence.spending.views.charts import spend_chart
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page


@login_required
@require_GET
def spend(request: HttpRequest) -> HttpResponse:
    """Show budgets and spend."""
    states = budget_states()
    return _page(request, states, BudgetsForm(budgets=states))


@ops_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Save budgets."""
    states = budget_states()
    form = BudgetsForm(request.POST, budgets=states)
    if form.is_valid():
        try:
            limits.set_budgets(limits=form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Budgets saved for this period and the following ones."))
            return redirect("lead_intelligence:spend")
    return _page(request, states, form)


@ops_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop paid lookups after a confirmation."""
    if request.method == "GET":
        return render(request, "lead_intelligence/spending/stop.html", {"stopped": stopped()})
    if kill_switch.stop_spending(by=signed_in(request)):
        messages.success(request, _("Paid lookups stopped."))
    else:
        messages.info(request, _("Paid lookups were already stopped."))
    return redirect("lead_intelligence:spend")


@ops_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Resume paid lookups."""
    if kill_switch.resume_spending(by=signed_in(request)):
        messages.success(request, _("Paid lookups resumed. Waiting jobs continue within a minute."))
    else:
        messages.info(request, _("Paid lookups were not stopped."))
    return redirect("lead_intelligence:spend")


def _page(request: HttpRequest, states: list[BudgetState], form: BudgetsForm) -> HttpResponse:
    shown = spend_of(chosen_days(request))
    page = {
        "spend": shown,
        "chart": later(lambda: spend_chart(shown)),
        "budgets": [each for each in states if each.limit is not None or not each.slug],
        "form": form,
        "periods": PERIODS,
        "may_change": signed_in(request).is_ops,
        "stopped": stopped(),
    }
    return form_page(request, "lead_intelligence/spending/spend.html", page)
