"""Letting people in by a link that is mailed to them."""

import hashlib
import secrets
from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction

from mauntic.accounts.models import Invitation, Role, User
from mauntic.accounts.services.users import create_user
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.tenants.context import current_organization

VALID_FOR = timedelta(days=7)


def invite(*, email: str, role: str, invited_by: User, accept_url: str) -> Invitation:
    """Mail a link to join; an older open invitation of the address is replaced.

    `accept_url` holds `{token}` where the token goes.
    """
    if role not in Role.values:
        raise Invalid({"role": f"Choose one of {', '.join(Role.values)}."})
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(f"{email} already belongs to this organization.")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Invitation.objects.filter(email__iexact=email, accepted_at=None).delete()
        invitation = Invitation.objects.create(
            email=email,
            role=role,
            invited_by=invited_by,
            token_digest=_digest(token),
            expires_at=now() + VALID_FOR,
        )
        transaction.on_commit(lambda: _mail(invitation, accept_url.format(token=token)))
    return invitation


def find_invitation(token: str) -> Invitation:
    """The open invitation of a token; `NotFound` when it was used, replaced, or is too old."""
    invitation = Invitation.objects.open(now()).filter(token_digest=_digest(token)).first()
    if invitation is None:
        raise NotFound("This invitation is no longer valid. Ask for a new one.")
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Make the invited person a user and use the invitation up."""
    invitation = find_invitation(token)
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now())
    if not claimed:
        raise NotFound("This invitation is no longer valid. Ask for a new one.")
    return create_user(email=invitation.email, role=invitation.role, name=name, password=password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(invitation: Invitation, url: str) -> None:
    organization = current_organization().name
    send_mail(
        f"Join {organization} on Mauntic",
        f"{invitation.invited_by} invites you to {organization} on Mauntic.\n\n"
        f"Set your password within seven days:\n{url}\n",
        None,
        [invitation.email],
    )
