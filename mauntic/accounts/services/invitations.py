"""Invite users by email."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import Invitation, Role, User
from mauntic.accounts.services.users import create_user
from mauntic.kernel.clock import now
from mauntic.kernel.codes import choices_text
from mauntic.kernel.errors import Conflict, Invalid, NotFound
from mauntic.tenants.context import current_organization

VALID_FOR = timedelta(days=7)


def invite(*, email: str, role: str, invited_by: User, accept_url: str) -> tuple[Invitation, str]:
    """Send an invitation link. It replaces an older open invitation of the address.

    Args: `accept_url` holds `{token}` in place of the token.
    Returns: the invitation and its link, which is not stored.
    Raises: `Invalid` for an unknown role; `Conflict` if a user has the address.
    """
    if role not in Role.values:
        raise Invalid({"role": _("Choose one of %(choices)s.") % {"choices": choices_text(Role.choices)}})
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(_("%(email)s already belongs to a user of this organization.") % {"email": email})
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
        url = accept_url.format(token=token)
        transaction.on_commit(lambda: _mail(invitation, url))
    return invitation, url


@transaction.atomic
def resend_invitation(*, invitation_id: UUID, by: User, accept_url: str) -> tuple[Invitation, str]:
    """Send a new link for an open invitation. The old link stops working.

    Returns: the new invitation and its link.
    Raises: `NotFound` if it was accepted or canceled; as `invite`.
    """
    old = _pending(invitation_id)
    return invite(email=old.email, role=old.role, invited_by=by, accept_url=accept_url)


@transaction.atomic
def cancel_invitation(*, invitation_id: UUID) -> Invitation:
    """Delete an invitation. Its link stops working.

    Returns: the deleted invitation.
    Raises: `NotFound` if it was accepted or canceled.
    """
    invitation = _pending(invitation_id)
    Invitation.objects.filter(pk=invitation.pk).delete()
    return invitation


def _pending(invitation_id: UUID) -> Invitation:
    """The invitation, held: one that is accepted meanwhile can no longer be canceled."""
    waiting = Invitation.objects.filter(accepted_at=None).select_for_update()
    invitation = waiting.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound(_("This invitation was accepted or canceled. Reload the page."))
    return invitation


def find_invitation(token: str) -> Invitation:
    """Return the open invitation of a token.

    Raises: `NotFound` if it was used or replaced, or has expired.
    """
    invitation = Invitation.objects.open(now()).filter(token_digest=_digest(token)).first()
    if invitation is None:
        raise NotFound(_("This invitation is no longer valid. Ask an admin for a new one."))
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Create the invited user. The invitation can be used once.

    Returns: the user.
    Raises: `NotFound` if the invitation is no longer valid; as `create_user`.
    """
    invitation = find_invitation(token)
    # One statement, so that of two requests with the same link only one creates the user.
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now())
    if not claimed:
        raise NotFound(_("This invitation is no longer valid. Ask an admin for a new one."))
    return create_user(email=invitation.email, role=invitation.role, name=name, password=password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(invitation: Invitation, url: str) -> None:
    organization = " ".join(current_organization().name.split())
    send_mail(
        _("Join %(organization)s on Mauntic") % {"organization": organization},
        _(
            "%(person)s invites you to %(organization)s on Mauntic.\n\n"
            "Set your password within seven days:\n%(url)s\n"
        )
        % {"person": invitation.invited_by, "organization": organization, "url": url},
        None,
        [invitation.email],
    )
