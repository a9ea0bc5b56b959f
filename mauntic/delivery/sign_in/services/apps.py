"""Store the organization's apps at providers."""

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import Role, User
from mauntic.delivery.sign_in.models import SignInApp
from mauntic.delivery.sign_in.selectors import provider_named
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed


@transaction.atomic
def save_app(*, provider: str, client_id: str, client_secret: str, directory: str, by: User) -> SignInApp:
    """Store the app of the organization at a provider.

    Args:
        provider: its slug.
        client_id: as the provider shows it.
        client_secret: stored encrypted; empty keeps the stored one, if the id stays the same.
        directory: of Microsoft; empty takes accounts of all directories.
        by: an admin.

    Raises: `NotAllowed`, `NotFound` for an unknown provider, `Invalid` per field.
    """
    if by.role != Role.ADMIN:
        raise NotAllowed(_("Only admins set up sign-in. Ask an admin of your organization."))
    provider_named(provider)
    app = SignInApp.objects.select_for_update(no_key=True).filter(pk=provider).first()
    is_same = app is not None and app.client_id == client_id
    if not client_secret and not (is_same and app and app.client_secret):
        raise Invalid({"client_secret": _("Enter the client secret.")})
    app = app or SignInApp(provider=provider)
    app.client_id, app.directory, app.updated_at = client_id, directory, now()
    if client_secret:
        app.credentials = {"client_secret": client_secret}
    app.save()
    return app


@transaction.atomic
def delete_app(*, provider: str, by: User) -> int:
    """Delete the app of the organization at a provider. Its mailboxes stop at their next sign-in.

    Returns: the number of deleted apps.
    Raises: `NotAllowed`.
    """
    if by.role != Role.ADMIN:
        raise NotAllowed(_("Only admins set up sign-in. Ask an admin of your organization."))
    return SignInApp.objects.filter(pk=provider).delete()[0]
