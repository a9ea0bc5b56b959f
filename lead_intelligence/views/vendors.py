"""The accounts with vendors."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lead_intelligence import services
from lead_intelligence.domain.hour_charts import bar_chart, line_chart
from lead_intelligence.domain.values import LABELS
from lead_intelligence.forms import ProviderForm
from lead_intelligence.selectors import HitRate, hit_rates
from lead_intelligence.selectors import settings as configured
from lead_intelligence.selectors.health_hours import health_hours
from lead_intelligence.selectors.overview import state_of
from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid, MaunticError

EVERY_CALL = 1.0
"""The failure rate's scale reaches at least here, so that it looks the same on every page."""


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
    page = {"form": form, "provider": account, "state": state_of(account), **_health(slug)}
    return render(request, "lead_intelligence/provider.html", page, status=400 if form.errors else 200)


def _health(slug: str) -> dict[str, Any]:
    """The last seven days as charts, each with the same hours."""
    hours = health_hours(slug)
    answered = [hour.calls - hour.failures for hour in hours]
    charts = {
        "calls": bar_chart(answered, [hour.failures for hour in hours]),
        "failures": bar_chart([hour.failure_rate or 0 for hour in hours], at_least=EVERY_CALL),
        "latency": line_chart([hour.median_ms for hour in hours], [hour.p95_ms for hour in hours]),
        "credits": line_chart([hour.credits_left for hour in hours]),
        "openings": bar_chart([hour.openings for hour in hours]),
    }
    told = [hour for hour in reversed(hours) if not hour.is_quiet]
    return {"charts": charts, "hours": told, "first": hours[0].at, "fields": _fields(slug)}


def _fields(slug: str) -> list[tuple[str, HitRate]]:
    """What the vendor was asked for of late, and how often it knew."""
    rates = hit_rates()
    return [(LABELS[field], rate) for (vendor, field), rate in rates.items() if vendor == slug]


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
