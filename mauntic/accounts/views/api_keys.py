"""A person's own keys for programs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mauntic.accounts import services
from mauntic.accounts.context import signed_in
from mauntic.accounts.forms import ApiKeyForm
from mauntic.accounts.models import ApiKey


@login_required
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The person's API keys; a new one is shown in the answer to its making and never again."""
    form = ApiKeyForm(request.POST or None)
    secret = ""
    if form.is_valid():
        _, secret = services.create_api_key(user=signed_in(request), name=form.cleaned_data["name"])
        form = ApiKeyForm()
    own = ApiKey.objects.filter(user=signed_in(request))
    return render(request, "accounts/keys.html", {"form": form, "keys": own, "secret": secret})


@login_required
@require_POST
def revoke_key(request: HttpRequest, token_key: str) -> HttpResponse:
    """Voids one of the person's own keys."""
    key = get_object_or_404(ApiKey, user=signed_in(request), token_key=token_key)
    services.revoke_api_key(key=key)
    messages.success(request, f"The key “{key.name}” no longer works.")
    return redirect("accounts:keys")
