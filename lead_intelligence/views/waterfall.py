"""In which order vendors are asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lead_intelligence import services
from lead_intelligence.forms import WaterfallForm
from lead_intelligence.selectors import settings as configured
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid


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
    page = {"forms": forms, "may_change": signed_in(request).is_ops}
    return render(request, "lead_intelligence/waterfall.html", page, status=status)


@ops_required
def _save_waterfalls(request: HttpRequest) -> HttpResponse:
    forms = _waterfall_forms(request)
    changed = [form for form in forms if form.is_valid() and form.has_changed()]
    for form in changed:
        try:
            services.save_waterfall(**form.values())
        except Invalid as error:
            form.refuse(error)
    if any(form.errors for form in forms):
        return _show_waterfalls(request, forms, status=400)
    messages.success(request, f"{len(changed)} fields saved." if changed else "Nothing was changed.")
    return redirect("lead_intelligence:waterfall")
