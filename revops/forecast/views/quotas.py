"""The page of quotas."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.accounts.selectors import visible_people
from mauntic.kernel.errors import Invalid, NotAllowed
from mauntic.kernel.pages.rendering import form_page
from mauntic.tenants.context import current_organization
from revops.deals.selectors.days import today
from revops.forecast.domain.periods import Period
from revops.forecast.forms.quotas import QuotasForm
from revops.forecast.selectors.commits import quotas_by_person
from revops.forecast.services.quotas import set_quotas


@login_required
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show and set quotas of a period; managers only set them. `?period=` names another period."""
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
            raise NotAllowed(_("Only managers, ops and admins can set quotas. Ask your manager."))
        if form.is_valid() and _save(form, request, period):
            messages.success(request, _("Quotas for {period} saved.").format(period=period.label))
            return redirect(f"{reverse('revops:quotas')}?period={period}")
    page = {
        "form": form,
        "period": period,
        "periods": [period.shifted(-1), period.shifted(1)],
        "other": Period.month_of(period.first) if period.is_quarter else Period.quarter_of(period.first),
        "own": current_organization().currency,
        "may_change": user.is_manager,
    }
    return form_page(request, "revops/forecast/quotas.html", page)


def _save(form: QuotasForm, request: HttpRequest, period: Period) -> bool:
    try:
        set_quotas(period=period, amounts=form.amounts(), by=signed_in(request))
    except Invalid as error:
        form.refuse(error)
        return False
    return True
