"""Pages of the installation: snippets, write keys, latest activity and settings."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.kernel.pages.rendering import form_page
from mauntic.tracking.keys.models.keys import TrackingSettings, WriteKey
from mauntic.tracking.keys.selectors import rejected_messages, untracked_days, write_keys
from mauntic.tracking.keys.services import settings as services
from mauntic.tracking.setup.forms import LeadLimitForm, PrivacyForm, WriteKeyForm
from mauntic.tracking.traffic.selectors import latest_received


@login_required
@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """Show the installation. Its list of activity refreshes itself."""
    if getattr(request, "htmx", None) and request.htmx.target == "received":  # type: ignore[attr-defined]  # of django-htmx
        received = {"received": latest_received()}
        return render(request, "tracking/setup/index.html#received", received)
    return _page(request, WriteKeyForm())


@ops_required
@require_POST
def key_new(request: HttpRequest) -> HttpResponse:
    """Create a write key."""
    form = WriteKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    site = services.create_write_key(name=form.cleaned_data["name"], by=signed_in(request))
    messages.success(
        request, _('Write key "%(name)s" created. Add its snippet to your pages.') % {"name": site.name}
    )
    return redirect("tracking:setup")


@ops_required
@require_POST
def key_switch(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Enable or disable a write key."""
    site = get_object_or_404(WriteKey, pk=key_id)
    services.switch_write_key(site=site, enabled=not site.enabled)
    done = _('Write key "%(name)s" enabled.') if site.enabled else _('Write key "%(name)s" disabled.')
    messages.success(request, done % {"name": site.name})
    return redirect("tracking:setup")


@ops_required
@require_POST
def privacy(request: HttpRequest) -> HttpResponse:
    """Save the privacy settings."""
    form = PrivacyForm(request.POST)
    if form.is_valid():
        services.honor_privacy_signals(honored=form.cleaned_data["honour_privacy_signals"])
        messages.success(request, _("Privacy settings saved. Copy the changed snippet to your pages."))
    return redirect("tracking:setup")


@ops_required
@require_POST
def limits(request: HttpRequest) -> HttpResponse:
    """Save the limit of new leads."""
    form = LeadLimitForm(request.POST)
    if not form.is_valid():
        return _page(request, WriteKeyForm(), limit_form=form)
    services.limit_new_leads(per_hour=form.cleaned_data["new_leads_per_hour"])
    messages.success(request, _("Lead limit saved."))
    return redirect("tracking:setup")


@login_required
@require_GET
def rejected(request: HttpRequest) -> HttpResponse:
    """List rejected messages and days with untracked ones."""
    context = {
        "rejected": rejected_messages()[:100],
        "untracked": untracked_days(),
    }
    return render(request, "tracking/setup/rejected.html", context)


def _page(
    request: HttpRequest, form: WriteKeyForm, *, limit_form: LeadLimitForm | None = None
) -> HttpResponse:
    current = TrackingSettings.current()
    honored = current.honour_privacy_signals
    context = {
        "form": form,
        "sites": write_keys(),
        "received": latest_received(),
        "honored": honored,
        "privacy_form": PrivacyForm(initial={"honour_privacy_signals": honored}),
        "limit_form": limit_form or LeadLimitForm(initial={"new_leads_per_hour": current.new_leads_per_hour}),
        "new_leads_per_hour": current.new_leads_per_hour,
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return form_page(request, "tracking/setup/index.html", context)
