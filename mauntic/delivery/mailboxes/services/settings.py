"""Change the settings of mailboxes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.kernel.clock import now
from mauntic.kernel.db.locks import held
from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed

FIELDS = frozenset(
    {
        "address",
        "from_name",
        "username",
        "region",
        "smtp_host",
        "smtp_port",
        "smtp_security",
        "imap_host",
        "imap_port",
        "imap_security",
        "per_day",
        "per_hour",
        "gap_shortest",
        "gap_longest",
        "ramp_start",
        "ramp_step",
        "plus_addressing",
        "tracks_opens",
        "tracks_clicks",
    }
)
_SERVERS = (
    *("smtp_host", "smtp_port", "smtp_security"),
    *("imap_host", "imap_port", "imap_security"),
    "username",
)
"""What says where the password goes, and whether others on the way can read it."""

PORTS = {"smtp_port": (25, 465, 587, 2525), "imap_port": (143, 993)}
"""The ports that reps and managers may enter. The test of a mailbox shows what a server says, and the servers
of an organization that speak something else are none of theirs."""


def may_change(mailbox: Mailbox, user: User) -> bool:
    """Return whether the user may change a mailbox: its owner, and ops for all."""
    return user.is_ops or (mailbox.owner_id is not None and mailbox.owner_id == user.pk)


@transaction.atomic
def change_mailbox(*, mailbox_id: UUID, values: Mapping[str, Any], by: User, password: str = "") -> Mailbox:
    """Change a mailbox. The stored password is sent only to the servers it was entered for.

    Args:
        mailbox_id: the mailbox.
        values: by the names in `FIELDS`; names that are left out are kept.
        by: its owner, or ops. Others than ops enter ports of mail alone.
        password: the new one; empty keeps the stored one.

    Raises: `NotFound`, `NotAllowed`, `Invalid` per field, for `password` if a server changes without it.
    """
    mailbox = changeable(mailbox_id, by)
    servers = [getattr(mailbox, name) for name in _SERVERS]
    apply_values(mailbox, values, by)
    if mailbox.is_oauth:
        _check_fixed(mailbox, servers, password)
    elif password:
        mailbox.credentials = {**(mailbox.credentials or {}), "password": password}
    elif servers != [getattr(mailbox, name) for name in _SERVERS]:
        raise Invalid(
            {
                "password": _(
                    "Enter the password again, since the server, its encryption or the user name changed."
                )
            }
        )
    if mailbox.state == State.OFF and password:
        switch_on(mailbox)
    save_mailbox(mailbox)
    return mailbox


@transaction.atomic
def switch_mailbox(*, mailbox_id: UUID, on: bool, by: User) -> Mailbox:
    """Switch a mailbox off or on again. Messages that wait for it keep waiting, with the reason.

    Bounces and complaints of before do not pause it again.

    Args:
        mailbox_id: the mailbox.
        on: the new state.
        by: its owner, or ops.

    Raises: `NotFound`, `NotAllowed`, `Conflict` to switch on one that was disconnected.
    """
    mailbox = changeable(mailbox_id, by)
    if on and mailbox.state == State.OFF and mailbox.is_disconnected:
        raise Conflict(
            _("{address} was disconnected. Connect it again first.").format(address=mailbox.address)
        )
    if on:
        switch_on(mailbox)
    else:
        mailbox.state, mailbox.paused_until = State.OFF, None
        mailbox.state_reason = _("{person} switched it off.").format(person=by)
    mailbox.save(update_fields=["state", "state_reason", "paused_until", "failures", "counted_from"])
    look_again(mailbox)
    return mailbox


def changeable(mailbox_id: UUID, by: User) -> Mailbox:
    """Return a mailbox, locked until commit.

    Raises: `NotFound`, `NotAllowed` unless the user may change it.
    """
    mailbox = held(Mailbox.objects.all(), mailbox_id, gone=_("This mailbox does not exist any more."))
    if not may_change(mailbox, by):
        raise NotAllowed(_("Only its owner, ops and admins change a mailbox."))
    return mailbox


def look_again(mailbox: Mailbox) -> None:
    """Let the gate look now at what waits for a mailbox that was changed: a limit may hold no more."""
    at = now()
    mailbox.messages.filter(state="waiting", due_at__lte=at).update(look_at=at)


def switch_on(mailbox: Mailbox) -> None:
    """Set a mailbox to active. Does not save."""
    mailbox.state, mailbox.state_reason, mailbox.paused_until = State.ACTIVE, "", None
    mailbox.failures, mailbox.counted_from = 0, now()


def apply_values(mailbox: Mailbox, values: Mapping[str, Any], by: User) -> None:
    """Set values on a mailbox. Does not save.

    Raises: `Invalid` per field.
    """
    if unknown := sorted(set(values) - FIELDS):
        raise Invalid({name: _("There is no such setting of a mailbox.") for name in unknown})
    if not by.is_ops and (problems := _port_problems(mailbox, values)):
        raise Invalid(problems)
    for name, value in values.items():
        setattr(mailbox, name, value)
    mailbox.username = mailbox.username or mailbox.address
    if mailbox.gap_longest < mailbox.gap_shortest:
        raise Invalid({"gap_longest": _("Enter at least the shortest gap.")})


def _check_fixed(mailbox: Mailbox, servers: list[object], password: str) -> None:
    """Refuse other servers than the provider's: they would be sent the person's access token."""
    fixed = _("It is fixed, since the mailbox is connected with {provider}.").format(
        provider=mailbox.get_kind_display()
    )
    was = dict(zip(_SERVERS, servers, strict=True))
    problems = {name: fixed for name, value in was.items() if getattr(mailbox, name) != value}
    if password:
        problems["password"] = fixed
    if problems:
        raise Invalid(problems)


def _port_problems(mailbox: Mailbox, values: Mapping[str, Any]) -> dict[str, str]:
    problem = _("Use one of the ports {ports}, or ask ops or an admin to enter another.")
    return {
        name: problem.format(ports=", ".join(map(str, ports)))
        for name, ports in PORTS.items()
        if values.get(name, ports[0]) not in {*ports, getattr(mailbox, name)}
    }


def save_mailbox(mailbox: Mailbox) -> None:
    """Check and store a mailbox.

    Raises: `Invalid` per field, for `address` if it is connected already.
    """
    if not mailbox.smtp_host and not mailbox.is_by_service:
        raise Invalid({"smtp_host": _("Enter the SMTP server.")})
    try:
        mailbox.clean_fields(exclude=["credentials", "owner", "grant"])
    except ValidationError as error:
        raise Invalid(error.message_dict) from None
    taken = _("{address} is connected already.").format(address=mailbox.address)
    save_or_refuse(mailbox, field="address", taken=taken)
    look_again(mailbox)
