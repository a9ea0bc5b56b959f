"""Pages of assets."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mauntic.accounts.context import ops_required
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.requests.bodies import MEGABYTE, takes_bodies_of
from mauntic.tracking.assets import selectors
from mauntic.tracking.assets.forms import LARGEST_FILE_MB, AssetForm
from mauntic.tracking.assets.models import Asset
from mauntic.tracking.assets.services.edit import save_asset


@login_required
@require_GET
def asset_list(request: HttpRequest) -> HttpResponse:
    """List assets."""
    context = {"assets": selectors.assets(), "host": f"{request.scheme}://{request.get_host()}"}
    return render(request, "tracking/assets/index.html", context)


@takes_bodies_of(LARGEST_FILE_MB * MEGABYTE)
@ops_required
@require_http_methods(["GET", "POST"])
def asset_new(request: HttpRequest) -> HttpResponse:
    """Create an asset."""
    return _edit(request, Asset(), is_new=True)


@takes_bodies_of(LARGEST_FILE_MB * MEGABYTE)
@ops_required
@require_http_methods(["GET", "POST"])
def asset_edit(request: HttpRequest, asset_id: UUID) -> HttpResponse:
    """Edit an asset."""
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
            messages.success(request, _('Asset "%(name)s" saved.') % {"name": asset.name})
            return redirect("tracking:assets")
    context = {"form": form, "asset": asset, "is_new": is_new}
    return form_page(request, "tracking/assets/edit.html", context)
