"""The settings page of sign-in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mauntic.accounts.context import admin_required, signed_in
from mauntic.delivery.sign_in.domain.providers import PROVIDERS, Provider
from mauntic.delivery.sign_in.forms import AppForm
from mauntic.delivery.sign_in.models import SignInApp
from mauntic.delivery.sign_in.selectors import provider_named, redirect_address
from mauntic.delivery.sign_in.services.apps import delete_app, save_app
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page

TEMPLATE = "delivery/sign_in/index.html"


@admin_required
@require_GET
def sign_in_apps(request: HttpRequest) -> HttpResponse:
    """Show the organization's apps at providers, with what to register there."""
    return _page(request)


@admin_required
@require_http_methods(["POST"])
def sign_in_app(request: HttpRequest, provider: str) -> HttpResponse:
    """Store the app at a provider."""
    known = provider_named(provider)
    stored = SignInApp.objects.filter(pk=provider).first()
    form = AppForm(request.POST, provider=known, is_stored=stored is not None)
    if form.is_valid():
        try:
            save_app(
                provider=provider,
                client_id=form.cleaned_data["client_id"],
                client_secret=form.cleaned_data["client_secret"],
                directory=form.cleaned_data.get("directory", ""),
                by=signed_in(request),
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Sign-in with {provider} saved.").format(provider=known.name))
            return redirect("delivery:sign-in-apps")
    return _page(request, {provider: form})


@admin_required
@require_POST
def sign_in_app_delete(request: HttpRequest, provider: str) -> HttpResponse:
    """Remove the app at a provider."""
    known = provider_named(provider)
    delete_app(provider=provider, by=signed_in(request))
    messages.success(request, _("Sign-in with {provider} removed.").format(provider=known.name))
    return redirect("delivery:sign-in-apps")


def _page(request: HttpRequest, refused: dict[str, AppForm] | None = None) -> HttpResponse:
    stored = SignInApp.objects.in_bulk()
    forms = [
        (refused or {}).get(slug) or _form_of(each, stored.get(slug)) for slug, each in PROVIDERS.items()
    ]
    rows = list(zip(PROVIDERS.values(), forms, [slug in stored for slug in PROVIDERS], strict=True))
    context = {"rows": rows, "forms": forms, "redirect_address": redirect_address()}
    return form_page(request, TEMPLATE, context)


def _form_of(provider: Provider, app: SignInApp | None) -> AppForm:
    initial = {"client_id": app.client_id, "directory": app.directory} if app else {}
    return AppForm(provider=provider, is_stored=app is not None, initial=initial)
