"""What vendors give for the money, and the jobs behind it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from lead_intelligence import selectors, services
from lead_intelligence.forms import BudgetForm, budget_initial
from mauntic.accounts.context import ops_required, signed_in


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What vendors give for the money; its live part renews itself while jobs run."""
    shown = selectors.overview()
    limits = {budget.period.value: budget.limit for budget in shown.budgets}
    page = {
        "overview": shown,
        "form": BudgetForm(initial=budget_initial(limits)),
        "may_change": signed_in(request).is_ops,
    }
    return render(request, _part("overview", request), page)


@ops_required
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Set what may be spent."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        page = {"overview": selectors.overview(), "form": form, "may_change": True}
        return render(request, "lead_intelligence/overview.html", page, status=400)
    services.set_budget(**form.cleaned_data)
    messages.success(request, "The budget is set, for now and for the periods to come.")
    return redirect("lead_intelligence:overview")


def _part(page: str, request: HttpRequest) -> str:
    """The page, or only its live part for htmx."""
    return f"lead_intelligence/{page}.html" + ("#live" if getattr(request, "htmx", False) else "")
