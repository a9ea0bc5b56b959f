"""Reads of sign-in by OAuth 2."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.delivery.sign_in.adapters.authorization import Client
from mauntic.delivery.sign_in.domain.providers import PROVIDERS, Provider, changed
from mauntic.delivery.sign_in.models import SignInApp
from mauntic.kernel.errors import Conflict, NotFound
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of


def provider_named(slug: str) -> Provider:
    """Return a provider, with the addresses that this installation sets (`MAUNTIC_MAIL_PROVIDERS`).

    Raises: `NotFound` for an unknown one.
    """
    if slug not in PROVIDERS:
        raise NotFound(_("Mailboxes are connected with Google and Microsoft 365."))
    return changed(PROVIDERS[slug], settings.MAUNTIC_MAIL_PROVIDERS.get(slug, {}))


def app_of(slug: str) -> tuple[Provider, Client]:
    """Return a provider with the addresses of the organization's directory, and its app there.

    Raises: `NotFound` for an unknown provider, `Conflict` if the organization has no app there.
    """
    provider = provider_named(slug)
    app = SignInApp.objects.filter(pk=slug).first()
    if app is None or not app.client_secret:
        raise Conflict(
            _("Sign-in with {provider} is not set up. An admin does it in Settings, Email, Sign-in.").format(
                provider=provider.name
            )
        )
    return provider.of_directory(app.directory), Client(app.client_id, app.client_secret, redirect_address())


def redirect_address() -> str:
    """Return the address to which providers send people back: the same for all, as registered there."""
    return f"{address_of(current_organization())}{reverse('delivery:signed-in')}"


def usable_providers() -> Sequence[Provider]:
    """Return the providers at which the organization has an app."""
    known = set(SignInApp.objects.values_list("pk", flat=True))
    return [each for slug, each in PROVIDERS.items() if slug in known]
