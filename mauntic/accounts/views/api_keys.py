"""Page of the user's API keys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mauntic.accounts import services
from mauntic.accounts.context import identity_confirmed, signed_in
from mauntic.accounts.forms import ApiKeyForm
from mauntic.accounts.models import ApiKey
from mauntic.kernel.pages.once import mark_sent
from mauntic.kernel.pages.rendering import form_page


@login_required
@never_cache
@identity_confirmed
def keys(request: HttpRequest) -> HttpResponse:
    """List the user's API keys, and create one, which is shown once."""
    form = ApiKeyForm(request.POST or None)
    secret = ""
    if form.is_valid():
        _, secret = services.create_api_key(user=signed_in(request), **form.cleaned_data)
        form = ApiKeyForm()
        mark_sent(request)
    own = ApiKey.objects.filter(user=signed_in(request))
    context = {"form": form, "keys": own, "secret": secret}
    return form_page(request, "accounts/keys.html", context)


@login_required
@require_POST
def revoke_key(request: HttpRequest, token_key: str) -> HttpResponse:
    """Revoke one of the user's API keys."""
    key = get_object_or_404(ApiKey, user=signed_in(request), token_key=token_key)
    services.revoke_api_key(key=key)
    messages.success(request, _('API key "%(name)s" revoked.') % {"name": key.name})
    return redirect("accounts:keys")
