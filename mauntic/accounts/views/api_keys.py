"""Page of the user's API keys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mauntic.accounts import services
from mauntic.accounts.context import identity_confirmed, signed_in
from mauntic.accounts.forms import ApiKeyForm
from mauntic.accounts.models import ApiKey
from mauntic.kernel.pages.rendering import form_page
from mauntic.kernel.pages.shown_once import show_once, take_shown

NEW_KEY = "api_key"


@login_required
@never_cache
@identity_confirmed
def keys(request: HttpRequest) -> HttpResponse:
    """List the user's API keys, and create one. Its secret is shown once, after the redirect."""
    form = ApiKeyForm(request.POST or None)
    if form.is_valid():
        key, secret = services.create_api_key(user=signed_in(request), **form.cleaned_data)
        show_once(request, NEW_KEY, secret)
        messages.success(request, _('API key "%(name)s" created.') % {"name": key.name})
        return redirect("accounts:keys")
    own = ApiKey.objects.filter(user=signed_in(request))
    secret = take_shown(request, NEW_KEY) if request.method == "GET" else ""
    return form_page(request, "accounts/keys.html", {"form": form, "keys": own, "secret": secret})


@login_required
@require_http_methods(["GET", "POST"])
def revoke_key(request: HttpRequest, token_key: str) -> HttpResponse:
    """Confirm, then revoke one of the user's API keys."""
    key = get_object_or_404(ApiKey, user=signed_in(request), token_key=token_key)
    if request.method == "GET":
        return render(request, "accounts/key_revoke.html", {"key": key})
    services.revoke_api_key(key=key)
    messages.success(request, _('API key "%(name)s" revoked.') % {"name": key.name})
    return redirect("accounts:keys")
