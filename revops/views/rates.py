"""Exchange rates: what holds, and setting others."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.forms import add_errors
from mauntic.tenants.context import current_organization
from revops.forms.rates import RateForm
from revops.selectors.forecast_outlook import today
from revops.selectors.rates import currencies_without_rate, exchange_rates, rates_on
from revops.services.rates import delete_rate, set_rate

PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """All rates with those that hold today; ops set others."""
    user = signed_in(request)
    form = RateForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST":
        if not user.is_ops:
            raise NotAllowed("Only ops and admins set exchange rates. Ask an admin of your organization.")
        if form.is_valid() and _save(form):
            messages.success(request, "Saved. Sums are converted by it from now on.")
            return redirect("revops:rates")
    return _page(request, form, may_change=user.is_ops)


@ops_required
@require_POST
def rate_delete(request: HttpRequest, rate_id: UUID) -> HttpResponse:
    """Take a rate away; the one before it holds on."""
    delete_rate(rate_id=rate_id)
    messages.success(request, "Deleted. The rate before it holds on.")
    return redirect("revops:rates")


def _page(request: HttpRequest, form: RateForm, *, may_change: bool) -> HttpResponse:
    page = {
        "form": form,
        "page": Paginator(exchange_rates(), PAGE_SIZE).get_page(request.GET.get("page")),
        "holding": rates_on(today()).by_currency,
        "missing": currencies_without_rate(today()),
        "own": current_organization().currency,
        "may_change": may_change,
        "today": today(),
    }
    return render(request, "revops/rates.html", page, status=400 if form.errors else 200)


def _save(form: RateForm) -> bool:
    try:
        set_rate(**form.cleaned_data)
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
