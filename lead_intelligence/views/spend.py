"""What was spent, what may be, and the switch that stops it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lead_intelligence import services
from lead_intelligence.domain.bars import stacked_bars
from lead_intelligence.forms import BudgetsForm
from lead_intelligence.selectors.budgets import BudgetState, budget_states
from lead_intelligence.selectors.policy import stopped
from lead_intelligence.selectors.spend import spend as spend_of
from lead_intelligence.views.call_log import PERIODS, chosen_days
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid


@login_required
@require_GET
def spend(request: HttpRequest) -> HttpResponse:
    """What was spent against each budget, and for what."""
    states = budget_states()
    return _page(request, states, BudgetsForm(budgets=states))


@ops_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Set what may be spent."""
    states = budget_states()
    form = BudgetsForm(request.POST, budgets=states)
    if form.is_valid():
        try:
            services.set_budgets(limits=form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, "The budgets are set, for now and for the periods to come.")
            return redirect("lead_intelligence:spend")
    return _page(request, states, form, status=400)


@ops_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Stop all paid look-ups, after a page that asks whether that is meant."""
    if request.method == "GET":
        return render(request, "lead_intelligence/stop.html", {"stopped": stopped()})
    if services.stop_spending(by=signed_in(request)):
        messages.success(request, "All paid look-ups are stopped.")
    else:
        messages.info(request, "They were stopped already.")
    return redirect("lead_intelligence:spend")


@ops_required
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Let paid look-ups go on."""
    if services.resume_spending(by=signed_in(request)):
        messages.success(request, "Paid look-ups go on. Waiting leads are taken up within a minute.")
    else:
        messages.info(request, "Nothing was stopped.")
    return redirect("lead_intelligence:spend")


def _page(
    request: HttpRequest, states: list[BudgetState], form: BudgetsForm, *, status: int = 200
) -> HttpResponse:
    shown = spend_of(chosen_days(request))
    page = {
        "spend": shown,
        "chart": stacked_bars(shown.by_day),
        "budgets": [each for each in states if each.limit is not None or not each.slug],
        "form": form,
        "periods": PERIODS,
        "may_change": signed_in(request).is_ops,
        "stopped": stopped(),
    }
    return render(request, "lead_intelligence/spend.html", page, status=status)
