"""Pages of vendor accounts."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lead_intelligence.leads.labels import label_of
from lead_intelligence.performance.forms import ProviderForm
from lead_intelligence.performance.selectors.health import health_hours
from lead_intelligence.performance.views.charts import health_charts
from lead_intelligence.vendors.adapters.base import Health
from lead_intelligence.vendors.labels import outcome_label
from lead_intelligence.vendors.selectors import providers as configured
from lead_intelligence.vendors.selectors.accounts import state_of
from lead_intelligence.vendors.services import accounts
from lead_intelligence.waterfall.selectors.hit_rates import HitRate, vendor_hit_rates
from mauntic.accounts.context import ops_required
from mauntic.kernel.display import number, span
from mauntic.kernel.errors import Invalid, MaunticError
from mauntic.kernel.pages.parts import later
from mauntic.kernel.pages.rendering import form_page

KEY_REMOVED = gettext_lazy("The API key was removed, because the URL has another host. Enter the key again.")


@ops_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show or save a vendor account."""
    account = configured.provider_of(slug)
    form = ProviderForm(request.POST or None, provider=account)
    if request.method == "POST" and form.is_valid():
        try:
            saved = accounts.save_provider(**form.values())
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("{vendor} saved.").format(vendor=saved.name))
            if account.api_key and not saved.api_key:
                messages.warning(request, str(KEY_REMOVED))
            return redirect("lead_intelligence:provider", slug)
    page = {"form": form, "provider": account, "state": state_of(account), **_shown(slug)}
    return form_page(request, "lead_intelligence/performance/provider.html", page)


def _shown(slug: str) -> dict[str, Any]:
    return {"health": later(lambda: _health(slug)), "fields": later(lambda: _fields(slug))}


def _health(slug: str) -> dict[str, Any]:
    """Return the charts of the last seven days and the hours with calls or checks, newest first."""
    hours = health_hours(slug)
    busy = [hour for hour in reversed(hours) if not hour.is_quiet]
    return {"charts": health_charts(hours), "hours": busy}


def _fields(slug: str) -> list[tuple[str, HitRate]]:
    """Return the hit rate of the vendor by field."""
    rates = vendor_hit_rates()
    return [(label_of(field), rate) for (vendor, field), rate in rates.items() if vendor == slug]


def _works(health: Health) -> str:
    text = _("The key works. Response time: {time}.").format(
        time=span(timedelta(milliseconds=health.latency_ms))
    )
    if health.credits_left is None:
        return text
    left = ngettext("{count} lookup left.", "{count} lookups left.", health.credits_left)
    return f"{text} {left.format(count=number(health.credits_left))}"


@ops_required
@require_POST
def check_connection(request: HttpRequest, slug: str) -> HttpResponse:
    """Test the stored key at the free endpoint of the vendor."""
    try:
        health = accounts.check_provider(slug=slug)
    except MaunticError as error:
        messages.error(request, error.message)
    else:
        if health.is_healthy:
            messages.success(request, _works(health))
        else:
            reason = health.detail or outcome_label(health.outcome)
            messages.error(request, _("The key does not work: {reason}").format(reason=reason))
    return redirect("lead_intelligence:provider", slug)
