"""The page of exchange rates."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, require_ops, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.tenants.context import current_organization
from revops.deals.selectors.days import today
from revops.rates.forms import RateForm
from revops.rates.selectors import currencies_without_rate, exchange_rates, rates_on
from revops.rates.services import delete_rate, set_rate

PAGE_SIZE = 50


@login_required
@require_http_methods(["GET", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    """Show all rates; ops can set them."""
    user = signed_in(request)
    form = RateForm(request.POST or None, initial={"valid_from": today()})
    if request.method == "POST":
        require_ops(request)
        if form.is_valid() and _save(form):
            messages.success(request, _("Exchange rate saved. Totals use it from now on."))
            return redirect("revops:rates")
    return _page(request, form, may_change=user.is_ops)


@ops_required
@require_POST
def rate_delete(request: HttpRequest, rate_id: UUID) -> HttpResponse:
    """Delete a rate."""
    delete_rate(rate_id=rate_id)
    messages.success(request, _("Exchange rate deleted. The previous rate applies again."))
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
    return form_page(request, "revops/rates/rates.html", page)


def _save(form: RateForm) -> bool:
    try:
        set_rate(**form.cleaned_data)
    except Invalid as error:
        add_errors(form, error)
        return False
    return True
