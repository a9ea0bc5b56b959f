"""What people are to sell in a period."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.tenants.context import current_organization
from revops.domain.periods import Period
from revops.forms.quotas import QuotasForm
from revops.selectors.forecast_commits import quotas_by_person
from revops.selectors.forecast_outlook import today
from revops.services.quotas import set_quotas


@login_required
@require_http_methods(["GET", "POST"])
def quotas(request: HttpRequest) -> HttpResponse:
    """The quotas of the people whom the user sees; managers set them. `?period=` names another period."""
    user = signed_in(request)
    code = request.GET.get("period", "")
    period = Period.parse(code) if code else Period.quarter_of(today())
    form = QuotasForm(
        request.POST or None,
        people=list(visible_people(user).filter(is_active=True)),
        quotas=quotas_by_person(period),
        may_change=user.is_manager,
    )
    if request.method == "POST":
        if not user.is_manager:
            raise NotAllowed("Only managers, ops and admins set quotas. Ask your manager.")
        if form.is_valid() and _save(form, request, period):
            messages.success(request, f"Quotas of {period.label} saved.")
            return redirect(f"{reverse('revops:quotas')}?period={period}")
    page = {
        "form": form,
        "period": period,
        "periods": [period.shifted(-1), period.shifted(1)],
        "other": Period.month_of(period.first) if period.is_quarter else Period.quarter_of(period.first),
        "own": current_organization().currency,
        "may_change": user.is_manager,
    }
    return render(request, "revops/quotas.html", page, status=400 if form.errors else 200)


def _save(form: QuotasForm, request: HttpRequest, period: Period) -> bool:
    try:
        set_quotas(period=period, amounts=form.amounts(), by=signed_in(request))
    except Invalid as error:
        form.refuse(error)
        return False
    return True
