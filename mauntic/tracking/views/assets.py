"""Assets: what is handed out, under which link, and how often."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid
from mauntic.kernel.forms import add_errors
from mauntic.tracking.forms import AssetForm
from mauntic.tracking.models import Asset
from mauntic.tracking.selectors import assets as selectors
from mauntic.tracking.services.setup import save_asset


@login_required
@require_GET
def asset_list(request: HttpRequest) -> HttpResponse:
    """All assets, with how often people and bots opened them."""
    context = {"assets": selectors.assets(), "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "tracking/assets.html", context)


@ops_required
@require_http_methods(["GET", "POST"])
def asset_new(request: HttpRequest) -> HttpResponse:
    """Put something behind a link."""
    return _edit(request, Asset(), is_new=True)


@ops_required
@require_http_methods(["GET", "POST"])
def asset_edit(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Change what is behind a link, or take it away."""
    return _edit(request, get_object_or_404(Asset, pk=asset_id))


def _edit(request: HttpRequest, asset: Asset, *, is_new: bool = False) -> HttpResponse:
    initial = {name: getattr(asset, name) for name in ("name", "slug", "target_url", "enabled")}
    form = AssetForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            save_asset(asset=asset, values=form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{asset.name} saved.")
            return redirect("tracking:assets")
    context = {"form": form, "asset": asset, "is_new": is_new}
    return render(request, "tracking/asset_edit.html", context, status=400 if form.errors else 200)
