"""The accounts with vendors."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lead_intelligence import services
from lead_intelligence.forms import ProviderForm
from lead_intelligence.selectors import settings as configured
from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid, MaunticError


@ops_required
@require_http_methods(["GET", "POST"])
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    """A vendor's account."""
    account = configured.provider_of(slug)
    form = ProviderForm(request.POST or None, provider=account)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_provider(**form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, f"{account.name} is saved.")
            return redirect("lead_intelligence:provider", slug)
    page = {"form": form, "provider": account}
    return render(request, "lead_intelligence/provider.html", page, status=400 if form.errors else 200)


@ops_required
@require_POST
def test_provider(request: HttpRequest, slug: str) -> HttpResponse:
    """Try the stored key at the vendor's free endpoint."""
    try:
        health = services.check_provider(slug=slug)
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        left = "" if health.credits_left is None else f", {health.credits_left:,} look-ups left"
        if health.is_healthy:
            messages.success(request, f"It works: answered in {health.latency_ms} ms{left}.")
        else:
            said = health.detail or health.outcome.value.replace("_", " ")
            messages.error(request, f"It does not work: {said}")
    return redirect("lead_intelligence:provider", slug)
