"""The waterfall page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.labels import in_words
from lead_intelligence.vendors.selectors import providers as configured
from lead_intelligence.waterfall import services as waterfall_services
from lead_intelligence.waterfall.forms import WaterfallForm
from lead_intelligence.waterfall.selectors import rules
from lead_intelligence.waterfall.selectors.hit_rates import field_figures
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.rendering import form_page


@login_required
@require_http_methods(["GET", "POST"])
def waterfall(request: HttpRequest) -> HttpResponse:
    """Show or save the order of vendors per field."""
    if request.method == "POST":
        return _save_waterfalls(request)
    return _show_waterfalls(request, _waterfall_forms(request))


def _waterfall_forms(request: HttpRequest) -> list[WaterfallForm]:
    providers = list(configured.all_providers())
    data = request.POST if request.method == "POST" else None
    return [WaterfallForm(data, config=each, providers=providers) for each in rules.waterfalls()]


def _show_waterfalls(request: HttpRequest, forms: list[WaterfallForm]) -> HttpResponse:
    figures = field_figures()
    page = {
        "rows": [(form, figures[Field(form.config.field_name)]) for form in forms],
        "may_change": signed_in(request).is_ops,
        "has_errors": any(form.is_bound and form.errors for form in forms),
    }
    return form_page(request, "lead_intelligence/waterfall/waterfall.html", page)


@ops_required
def _save_waterfalls(request: HttpRequest) -> HttpResponse:
    forms = _waterfall_forms(request)
    changed = [form for form in forms if form.is_valid() and form.has_changed()]
    with transaction.atomic():
        for form in changed:
            try:
                waterfall_services.save_waterfall(**form.values())
            except Invalid as error:
                form.refuse(error)
        # All fields or none: a page with errors must not be saved in part.
        wrong = any(form.errors for form in forms)
        transaction.set_rollback(wrong)
    if wrong:
        return _show_waterfalls(request, forms)
    if changed:
        names = in_words(Field(form.config.field_name) for form in changed)
        messages.success(request, _("Waterfall saved: {fields}.").format(fields=names))
    else:
        messages.info(request, _("No changes to save."))
    return redirect("lead_intelligence:waterfall")
