"""Pages of one AI vendor: its key and its models."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.refusals import sentence_of
from mauntic.kernel.pages.rendering import form_page
from revops.agents.llm.domain.catalog import PRICED_ON, suggestions
from revops.agents.llm.forms import ModelForm, VendorForm
from revops.agents.llm.selectors.accounts import model_of, vendor_state
from revops.agents.llm.services import accounts


@ops_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a vendor with its models, and save its key."""
    vendor = vendor_state(kind)
    form = VendorForm(request.POST if request.method == "POST" else None, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.save_account(kind=kind, **form.cleaned_data, by=signed_in(request))
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("{vendor} saved. Test it next.").format(vendor=vendor.name))
            return redirect("revops:agents-vendor", kind=kind)
    offered = [each for each in suggestions(kind) if each.name not in {model.name for model in vendor.models}]
    context = {"form": form, "vendor": vendor, "suggestions": offered, "priced_on": PRICED_ON}
    return form_page(request, "revops/agents/vendor.html", context)


@ops_required
@require_POST
def try_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask the vendor whether it accepts the key and knows the model."""
    name = vendor_state(kind).name
    try:
        problem = accounts.try_account(kind=kind, by=signed_in(request))
    except Invalid as error:
        problem = sentence_of(error)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("{vendor} accepts the key and knows the model.").format(vendor=name))
    return redirect("revops:agents-vendor", kind=kind)


@ops_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask whether to forget a vendor, whose key cannot be brought back; forget it."""
    vendor = vendor_state(kind)
    name = vendor.name
    if request.method == "GET":
        return render(request, "revops/agents/vendor_remove.html", {"vendor": vendor})
    accounts.remove_account(kind=kind, by=signed_in(request))
    messages.success(request, _("{vendor} removed with its key and models.").format(vendor=name))
    return redirect("revops:agents-settings")


@ops_required
@require_http_methods(["GET", "POST"])
def add_model(request: HttpRequest, kind: str) -> HttpResponse:
    """Add a model, with suggested prices where the address names a known one."""
    return _model_page(request, kind, None)


@ops_required
@require_http_methods(["GET", "POST"])
def edit_model(request: HttpRequest, kind: str, model_id: UUID) -> HttpResponse:
    """Change a model."""
    return _model_page(request, kind, model_id)


@ops_required
@require_POST
def remove_model(request: HttpRequest, kind: str, model_id: UUID) -> HttpResponse:
    """Forget a model."""
    model = accounts.remove_model(kind=kind, model_id=model_id, by=signed_in(request))
    messages.success(request, _("{model} removed.").format(model=model.name))
    return redirect("revops:agents-vendor", kind=kind)


def _model_page(request: HttpRequest, kind: str, model_id: UUID | None) -> HttpResponse:
    vendor = vendor_state(kind)
    model = model_of(kind, model_id) if model_id else None
    if request.method == "POST":
        form = ModelForm(request.POST)
        if form.is_valid():
            try:
                saved = accounts.save_model(
                    kind=kind, model_id=model_id, **form.values(), by=signed_in(request)
                )
            except Invalid as error:
                add_errors(form, error)
            else:
                messages.success(request, _("{model} saved.").format(model=saved.name))
                return redirect("revops:agents-vendor", kind=kind)
    else:
        form = ModelForm.of(model) if model else _suggested(kind, request.GET.get("name", ""))
    context = {"form": form, "vendor": vendor, "model": model}
    return form_page(request, "revops/agents/model.html", context)


def _suggested(kind: str, name: str) -> ModelForm:
    found = next((each for each in suggestions(kind) if each.name == name), None)
    if found is None:
        return ModelForm()
    prices = {f"{field}_price": getattr(found.prices, field) for field in ("input", "output", "search")}
    cached = {f"{field}_price": getattr(found.prices, field) for field in ("cache_read", "cache_write")}
    more = {"name": found.name, "priced_on": PRICED_ON, "thinking_tokens": found.thinking}
    return ModelForm(initial=prices | cached | more)
