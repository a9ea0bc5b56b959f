"""Connect mailboxes: new ones, and disconnected ones under their old row."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.broker import enqueue
from mauntic.delivery import jobs
from mauntic.delivery.domains.selectors import domain_name
from mauntic.delivery.mailboxes.models import Kind, Mailbox, State
from mauntic.delivery.mailboxes.services.settings import apply_values, may_change, save_mailbox, switch_on
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid, NotAllowed


@transaction.atomic
def connect_mailbox(
    *, values: Mapping[str, Any], password: str, by: User, is_shared: bool = False
) -> Mailbox:
    """Connect a mailbox of the user, or a shared one. The ramp-up of a new one begins today.

    Args:
        values: by the names in `FIELDS`.
        password: of the account, stored encrypted.
        by: the owner; for a shared mailbox ops or admin. Others than these enter ports of mail alone.
        is_shared: whether everyone may send from it.

    Raises: `Invalid` per field, `NotAllowed` if a rep or manager adds a shared one.
    """
    if not password:
        raise Invalid({"password": _("Enter the password of the mailbox.")})
    mailbox = mailbox_to_connect(
        address=values.get("address", ""), kind=Kind.PASSWORD, by=by, is_shared=is_shared
    )
    apply_values(mailbox, values, by)
    mailbox.credentials = {"password": password}
    add_mailbox(mailbox)
    return mailbox


def mailbox_to_connect(*, address: str, kind: str, by: User, is_shared: bool) -> Mailbox:
    """Return the row of a mailbox that is connected, without anything to sign in with. Does not save.

    A disconnected mailbox goes on under its old row, with its emails, replies and ramp-up, however it was
    connected before. What waits for it leaves.

    Args:
        address: of the mailbox.
        kind: how it is connected now.
        by: who connects it, and owns a new one that is not shared.
        is_shared: whether everyone may send from it.

    Raises: `NotAllowed` if a rep or manager connects a shared one. `Invalid` for `address` if it is connected
        or belongs to somebody else; for `is_shared` if that would change who reads the emails and replies.
    """
    if is_shared and not by.is_ops:
        raise NotAllowed(_("Only ops and admins connect shared mailboxes. Ask one of them."))
    # Locked, so that two people who connect it at once follow each other.
    rows = Mailbox.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(address__iexact=address).first()
    if found is None:
        return Mailbox(owner=None if is_shared else by, kind=kind, ramp_from=now().date())
    _check_free(found, by, is_shared=is_shared)
    if found.kind != kind:
        # Nothing of the old way of connecting is left; the addresses of webhooks name the service.
        found.credentials, found.hook_digest = {}, None
        found.region = found.smtp_host = found.imap_host = ""
    found.kind, found.grant, found.last_error = Kind(kind), None, ""
    switch_on(found)
    return found


def _check_free(found: Mailbox, by: User, *, is_shared: bool) -> None:
    words = {"address": found.address, "owner": found.owner}
    if not (found.is_disconnected and found.state == State.OFF):
        raise Invalid({"address": _("{address} is connected already.").format(**words)})
    if not may_change(found, by):
        sentence = _("{address} was disconnected. Ask its owner, ops or an admin to connect it again.")
        raise Invalid({"address": sentence.format(**words)})
    if is_shared == (found.owner_id is None):
        return
    if found.owner_id is None:
        sentence = _("{address} was shared before it was disconnected. Connect it as shared.")
    else:
        sentence = _("{address} belongs to {owner}, with its emails and replies. It cannot become shared.")
    raise Invalid({"is_shared": sentence.format(**words)})


def add_mailbox(mailbox: Mailbox) -> None:
    """Check and store a new mailbox, and have its domain looked up.

    Raises: as `save_mailbox`.
    """
    save_mailbox(mailbox)
    if name := domain_name(mailbox.address):
        enqueue(jobs.LOOK_UP_DOMAIN, name)
