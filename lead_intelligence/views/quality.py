"""The data quality of all leads, and what would raise it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lead_intelligence import services
from lead_intelligence.forms import EnrichLackingForm
from lead_intelligence.selectors.quality_overview import quality_overview
from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.ids import new_id

OFFERED = 1000
"""How many leads a form offers to enrich, at first."""


@ops_required
@require_http_methods(["GET", "POST"])
def quality(request: HttpRequest) -> HttpResponse:
    """How good the leads' data is; posted, leads that lack something are enriched."""
    form = EnrichLackingForm(request.POST or None)
    problem = ""
    if request.method == "POST":
        if form.is_valid():
            try:
                return _enrich(request, form)
            except MaunticError as error:
                problem = error.message
        else:
            problem = " ".join(f"{form[name].label}: {said.as_text()}" for name, said in form.errors.items())
    shown = quality_overview()
    page = {
        "overview": shown,
        "lines": [(lack, _form_of(lack.name, lack.askable)) for lack in shown.lacks],
        "problem": problem,
    }
    return render(request, "lead_intelligence/quality.html", page, status=400 if problem else 200)


def _enrich(request: HttpRequest, form: EnrichLackingForm) -> HttpResponse:
    entered = form.cleaned_data
    batch = services.enrich_lacking(
        lack=entered["lack"], limit=entered["limit"], by=signed_in(request), batch_id=entered["batch"]
    )
    messages.success(request, f"{batch.total:,} leads are being enriched.")
    return redirect("lead_intelligence:batch", batch.pk)


def _form_of(lack: str, askable: int) -> EnrichLackingForm:
    initial = {"lack": lack, "limit": min(askable, OFFERED), "batch": new_id()}
    return EnrichLackingForm(initial=initial, auto_id=f"{lack}-%s")
