"""Disconnect mailboxes: what signs in is forgotten, and what they sent and got stays."""

from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.mailboxes.services.settings import changeable, look_again

OF_HOOKS = ("hook_token", "hook_password", "signing_key", "key_id")
"""With what an email service tells of bounces and complaints that come later, and no one can send."""


@transaction.atomic
def disconnect_mailbox(*, mailbox_id: UUID, by: User) -> bool:
    """Forget the password, keys and permission of a mailbox, and switch it off.

    Its emails and replies stay, and what waits goes on waiting until it is connected again. A mailbox without
    any is deleted.

    Args:
        mailbox_id: the mailbox.
        by: its owner, or ops.

    Returns: whether it was deleted.
    Raises: `NotFound`, `NotAllowed`.
    """
    mailbox = changeable(mailbox_id, by)
    grant = mailbox.grant
    mailbox.grant = None
    is_deleted = _delete(mailbox)
    if not is_deleted:
        kept = mailbox.credentials or {}
        mailbox.credentials = {name: kept[name] for name in OF_HOOKS if name in kept}
        mailbox.state, mailbox.paused_until, mailbox.last_error = State.OFF, None, ""
        mailbox.state_reason = _("{person} disconnected it.").format(person=by)
        mailbox.save()
        look_again(mailbox)
    if grant:
        grant.delete()
    return is_deleted


def _delete(mailbox: Mailbox) -> bool:
    try:
        with transaction.atomic():
            Mailbox.objects.filter(pk=mailbox.pk).delete()
    except (ProtectedError, RestrictedError):
        return False
    return True
