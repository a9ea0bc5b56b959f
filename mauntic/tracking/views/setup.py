"""Installation: the snippet, the keys of sites, what came last, and what is honoured."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from mauntic.accounts.context import ops_required, signed_in
from mauntic.tracking.forms import PrivacyForm, WriteKeyForm
from mauntic.tracking.models import TrackingSettings, WriteKey
from mauntic.tracking.selectors import traffic as selectors
from mauntic.tracking.services import setup as services


@login_required
@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """The page; its list of what came last asks for itself again."""
    if getattr(request, "htmx", None) and request.htmx.target == "received":  # type: ignore[attr-defined]  # of django-htmx
        received = {"received": selectors.latest_received()}
        return render(request, "tracking/setup.html#received", received)
    return _page(request, WriteKeyForm())


@ops_required
@require_POST
def key_new(request: HttpRequest) -> HttpResponse:
    """A key for another site."""
    form = WriteKeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    site = services.create_write_key(name=form.cleaned_data["name"], by=signed_in(request))
    messages.success(request, f"{site.name} has a key now. Copy the snippet into its pages.")
    return redirect("tracking:setup")


@ops_required
@require_POST
def key_switch(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Switch a key on or off."""
    site = get_object_or_404(WriteKey, pk=key_id)
    services.switch_write_key(site=site, enabled=not site.enabled)
    state = "taken" if site.enabled else "refused"
    messages.success(request, f"Messages of {site.name} are {state} from now on.")
    return redirect("tracking:setup")


@ops_required
@require_POST
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is honoured."""
    form = PrivacyForm(request.POST)
    if form.is_valid():
        services.honour_privacy_signals(honoured=form.cleaned_data["honour_privacy_signals"])
        messages.success(request, "Saved. Copy the snippet anew: it says so too.")
    return redirect("tracking:setup")


@login_required
@require_GET
def rejected(request: HttpRequest) -> HttpResponse:
    """Messages that were not taken, and how many came from those who do not want to be followed."""
    context = {"rejected": selectors.rejected_messages()[:100], "untracked": selectors.untracked_days()}
    return render(request, "tracking/rejected.html", context)


def _page(request: HttpRequest, form: WriteKeyForm, *, status: int = 200) -> HttpResponse:
    honoured = TrackingSettings.current().honour_privacy_signals
    context = {
        "form": form,
        "sites": selectors.write_keys(),
        "received": selectors.latest_received(),
        "honoured": honoured,
        "privacy_form": PrivacyForm(initial={"honour_privacy_signals": honoured}),
        "host": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "tracking/setup.html", context, status=status)
