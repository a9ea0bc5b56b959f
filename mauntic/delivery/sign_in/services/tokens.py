"""Access tokens that are good: refreshed before they expire, once, however many workers need them."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.delivery.sign_in.adapters.authorization import ProviderRefused, Tokens, refreshed
from mauntic.delivery.sign_in.models import Grant
from mauntic.delivery.sign_in.selectors import app_of
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held

SPARE = timedelta(minutes=5)
"""A token that ends sooner is refreshed: a batch of messages takes a while."""


def keep_tokens(*, grant: Grant, tokens: Tokens) -> Grant:
    """Store what a provider sent. Without a new refresh token the old one stays good."""
    refresh_token = tokens.refresh_token or grant.refresh_token
    grant.tokens = {"access_token": tokens.access_token, "refresh_token": refresh_token}
    grant.expires_at, grant.problem = now() + tokens.lives, ""
    grant.save()
    return grant


def access_token(*, grant_id: UUID) -> str:
    """Return an access token that is good for some minutes.

    Of two workers that find it expired, one refreshes it, and the other waits for its row and takes the new
    token. Microsoft gives a new refresh token each time, and the old one may be used up.

    Raises: `ProviderRefused`, `ProviderSilent`, `Conflict` without an app, `NotFound` without the grant.
    """
    grant = Grant.objects.filter(pk=grant_id).first()
    if grant and (token := grant.access_token(now() + SPARE)):
        return token
    try:
        return _refreshed(grant_id)
    except ProviderRefused as error:
        if error.is_revoked:
            Grant.objects.filter(pk=grant_id).update(problem=error.message, expires_at=None)
        raise


def distrust(*, grant_id: UUID) -> None:
    """Refresh the access token before its next use: a mail server refused it."""
    Grant.objects.filter(pk=grant_id).update(expires_at=None)


@transaction.atomic
def _refreshed(grant_id: UUID) -> str:
    gone = _("The sign-in of this mailbox was removed. Connect it again.")
    grant = held(Grant.objects.all(), grant_id, gone=gone)
    if token := grant.access_token(now() + SPARE):
        return token
    provider, client = app_of(grant.provider)
    tokens = refreshed(provider, client, refresh_token=grant.refresh_token)
    keep_tokens(grant=grant, tokens=tokens)
    return tokens.access_token
