"""In which order vendors are asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lead_intelligence import services
from lead_intelligence.domain.fields import Field
from lead_intelligence.forms import WaterfallForm
from lead_intelligence.selectors import field_figures
from lead_intelligence.selectors import settings as configured
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid

OK = 200


@login_required
@require_http_methods(["GET", "POST"])
def waterfall(request: HttpRequest) -> HttpResponse:
    """In which order vendors are asked, per field."""
    if request.method == "POST":
        return _save_waterfalls(request)
    return _show_waterfalls(request, _waterfall_forms(request))


def _waterfall_forms(request: HttpRequest) -> list[WaterfallForm]:
    providers = list(configured.providers())
    data = request.POST if request.method == "POST" else None
    return [WaterfallForm(data, config=each, providers=providers) for each in configured.waterfalls()]


def _show_waterfalls(request: HttpRequest, forms: list[WaterfallForm], status: int = 200) -> HttpResponse:
    figures = field_figures()
    page = {
        "rows": [(form, figures[Field(form.config.field_name)]) for form in forms],
        "may_change": signed_in(request).is_ops,
        "has_errors": status != OK,
    }
    return render(request, "lead_intelligence/waterfall.html", page, status=status)


@ops_required
def _save_waterfalls(request: HttpRequest) -> HttpResponse:
    forms = _waterfall_forms(request)
    changed = [form for form in forms if form.is_valid() and form.has_changed()]
    with transaction.atomic():
        for form in changed:
            try:
                services.save_waterfall(**form.values())
            except Invalid as error:
                form.refuse(error)
        # All fields or none: what is shown as refused must not be half saved.
        wrong = any(form.errors for form in forms)
        transaction.set_rollback(wrong)
    if wrong:
        return _show_waterfalls(request, forms, status=400)
    count = "1 field" if len(changed) == 1 else f"{len(changed)} fields"
    messages.success(request, f"{count} saved." if changed else "Nothing was changed.")
    return redirect("lead_intelligence:waterfall")
