"""Mailboxes that send through an e-mail service: their keys, and the addresses of their webhooks."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.domain.mail_services import SERVICES, SES, digest_of_token
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.mailboxes.services.connecting import add_mailbox, mailbox_to_connect
from mauntic.delivery.mailboxes.services.settings import (
    apply_values,
    change_mailbox,
    save_mailbox,
    switch_on,
)
from mauntic.kernel.errors import Invalid

KEYS = ("api_key", "key_id", "signing_key")
_TOKEN_BYTES = 32


@transaction.atomic
def connect_service(
    *,
    service: str,
    values: Mapping[str, Any],
    keys: Mapping[str, str],
    by: User,
    is_shared: bool = False,
    password: str = "",
) -> Mailbox:
    """Connect a mailbox that sends through an e-mail service. The ramp-up of a new one begins today.

    One that was disconnected keeps the addresses of its webhooks, if it is connected with the same service.

    Args:
        service: its slug.
        values: by the names in `FIELDS`, without an SMTP server.
        keys: `api_key`, for Amazon SES the `key_id` that belongs to it, and the `signing_key` with which the
            service signs its webhooks; stored encrypted.
        by: the owner; for a shared mailbox ops or admin.
        is_shared: whether everyone may send from it.
        password: of the IMAP server, if there is one.

    Raises: `Invalid` per field, `NotAllowed` if a rep or manager adds a shared one.
    """
    _check(service, values, keys)
    if not keys.get("api_key"):
        raise Invalid({"api_key": _("Enter the API key of the service.")})
    if service == SES.slug and not keys.get("key_id"):
        raise Invalid({"key_id": _("Enter the access key ID that belongs to the secret access key.")})
    mailbox = mailbox_to_connect(address=values.get("address", ""), kind=service, by=by, is_shared=is_shared)
    apply_values(mailbox, values, by)
    token = mailbox.secret("hook_token") or secrets.token_urlsafe(_TOKEN_BYTES)
    mailbox.hook_digest = digest_of_token(token)
    mailbox.credentials = {
        **{name: keys.get(name, "") for name in KEYS},
        "hook_token": token,
        "hook_password": mailbox.secret("hook_password") or secrets.token_urlsafe(_TOKEN_BYTES),
        "password": password,
    }
    add_mailbox(mailbox)
    return mailbox


@transaction.atomic
def change_service(
    *, mailbox_id: UUID, values: Mapping[str, Any], keys: Mapping[str, str], by: User, password: str = ""
) -> Mailbox:
    """Change a mailbox that sends through an e-mail service. Empty keys keep the stored ones.

    Raises: as `change_mailbox`.
    """
    mailbox = change_mailbox(mailbox_id=mailbox_id, values=values, by=by, password=password)
    _check(mailbox.kind, values, keys)
    given = {name: keys[name] for name in KEYS if keys.get(name)}
    mailbox.credentials = {**(mailbox.credentials or {}), **given}
    if mailbox.state == State.OFF and "api_key" in given:
        switch_on(mailbox)
    save_mailbox(mailbox)
    return mailbox


def _check(service: str, values: Mapping[str, Any], keys: Mapping[str, str]) -> None:
    known = SERVICES.get(service)
    if known is None:
        raise Invalid({"service": _("Choose an email service.")})
    if values.get("region") and values["region"] not in known.addresses:
        raise Invalid({"region": _("{service} has no such region.").format(service=known.name)})
    if any(not value.isascii() for value in keys.values()):
        raise Invalid({"api_key": _("Keys have letters, digits and signs without accents.")})
