"""The data quality page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lead_intelligence.quality import services as quality_services
from lead_intelligence.quality.forms import EnrichLackingForm
from lead_intelligence.quality.selectors.overview import quality_overview
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.display import number
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.ids import new_id
from mauntic.kernel.pages.rendering import form_page

OFFERED = 1000
"""The default number of leads to enrich."""


@ops_required
@require_http_methods(["GET", "POST"])
def quality(request: HttpRequest) -> HttpResponse:
    """Show data quality, or enrich leads with a missing field."""
    form = EnrichLackingForm(request.POST or None)
    problem = ""
    if request.method == "POST":
        if form.is_valid():
            try:
                return _enrich(request, form)
            except MaunticError as error:
                problem = error.message
        else:
            problem = " ".join(
                f"{form[name].label}: {problems.as_text()}" for name, problems in form.errors.items()
            )
    shown = quality_overview()
    page = {
        "overview": shown,
        "lines": [(lack, _form_of(lack.name, lack.askable)) for lack in shown.lacks],
        "problem": problem,
    }
    return form_page(request, "lead_intelligence/quality/quality.html", page, is_refused=bool(problem))


def _enrich(request: HttpRequest, form: EnrichLackingForm) -> HttpResponse:
    entered = form.cleaned_data
    batch = quality_services.enrich_lacking(
        lack=entered["lack"], limit=entered["limit"], by=signed_in(request), batch_id=entered["batch"]
    )
    text = ngettext("Enriching {count} lead.", "Enriching {count} leads.", batch.total)
    messages.success(request, text.format(count=number(batch.total)))
    return redirect("lead_intelligence:batch", batch.pk)


def _form_of(lack: str, askable: int) -> EnrichLackingForm:
    initial = {"lack": lack, "limit": min(askable, OFFERED), "batch": new_id()}
    return EnrichLackingForm(initial=initial, auto_id=f"{lack}-%s")
