"""Connect a mailbox with the account at a provider: ask for consent, and take the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from authlib.common.security import generate_token
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.delivery.mailboxes.models import Mailbox, State
from mauntic.delivery.mailboxes.services.connecting import add_mailbox, mailbox_to_connect
from mauntic.delivery.mailboxes.services.settings import (
    changeable,
    look_again,
    may_change,
    switch_on,
)
from mauntic.delivery.sign_in.adapters.authorization import (
    Client,
    ProviderRefused,
    ProviderSilent,
    Tokens,
    consent_address,
    tokens_for_code,
)
from mauntic.delivery.sign_in.domain.providers import Provider, missing_scopes
from mauntic.delivery.sign_in.models import Grant, ProviderName
from mauntic.delivery.sign_in.selectors import app_of
from mauntic.delivery.sign_in.services.tokens import keep_tokens
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, NotAllowed
from mauntic.kernel.normalize import email_key
from mauntic.tenants.context import current_schema

VALID_FOR = timedelta(minutes=15)
"""How long a person may take at the provider."""
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A consent that was asked for: where the person gives it, and what their session keeps meanwhile."""

    address: str
    kept: dict[str, Any]


def begin(*, provider: str, by: User, is_shared: bool = False, mailbox_id: UUID | None = None) -> Begun:
    """Ask for consent to use a mailbox.

    Args:
        provider: its slug.
        by: who connects. Shared mailboxes are connected by ops and admins.
        is_shared: whether everyone may send from the mailbox.
        mailbox_id: a mailbox that is connected again; None for a new one.

    Raises: `NotAllowed`, `NotFound`, `Conflict` without an app, or if the mailbox is of another provider.
    """
    if is_shared and not by.is_ops:
        raise NotAllowed(_("Only ops and admins connect shared mailboxes. Ask one of them."))
    known, client = app_of(provider)
    account = ""
    if mailbox_id:
        mailbox = Mailbox.objects.filter(pk=mailbox_id).first()
        account = _again(mailbox, provider, by).username
    state, verifier = generate_token(40), generate_token(64)
    address = consent_address(known, client, state=state, verifier=verifier, account=account)
    kept = {
        "state": state,
        "verifier": verifier,
        "provider": provider,
        "person": str(by.pk),
        "organization": current_schema(),
        "is_shared": is_shared,
        "mailbox": str(mailbox_id or ""),
        "at": now().isoformat(),
    }
    return Begun(address, kept)


def finish(*, kept: Mapping[str, Any] | None, answer: Mapping[str, str], by: User) -> Mailbox:
    """Connect a mailbox with the answer of a provider.

    Args:
        kept: of the session, which forgot it already: an answer counts once.
        answer: `state`, and `code` or `error`.
        by: who came back.

    Returns: the mailbox, new or connected again.
    Raises: `Conflict` with a sentence for the person, `NotAllowed`.
    """
    asked = _checked(kept, answer, by)
    provider, client = app_of(asked["provider"])
    tokens = _tokens(provider, client, answer, asked["verifier"])
    account = str(tokens.claims.get(provider.address_claim) or "").strip()
    _check_grant(provider, tokens, account)
    if asked["mailbox"]:
        return _connect_again(UUID(asked["mailbox"]), provider, tokens, account, by)
    return _connect(provider, tokens, account, by, is_shared=bool(asked["is_shared"]))


def _checked(kept: Mapping[str, Any] | None, answer: Mapping[str, str], by: User) -> Mapping[str, Any]:
    state = answer.get("state", "")
    if (
        not kept
        or not constant_time_compare(str(kept["state"]), state)
        or kept["person"] != str(by.pk)
        or kept["organization"] != current_schema()
        or datetime.fromisoformat(kept["at"]) < now() - VALID_FOR
    ):
        raise Conflict(_("This sign-in was not started here, or took too long. Connect the mailbox again."))
    return kept


def _tokens(provider: Provider, client: Client, answer: Mapping[str, str], verifier: str) -> Tokens:
    if denied := answer.get("error"):
        said = " ".join(f"{denied} {answer.get('error_description', '')}".split())[:_LONGEST_WORDS]
        raise Conflict(
            _("{provider} did not connect the mailbox. It says: {words}").format(
                provider=provider.name, words=said
            )
        )
    try:
        return tokens_for_code(provider, client, code=answer.get("code", ""), verifier=verifier)
    except (ProviderRefused, ProviderSilent) as error:
        raise Conflict(_("The mailbox was not connected. {words}").format(words=error.message)) from error


def _check_grant(provider: Provider, tokens: Tokens, account: str) -> None:
    if missing_scopes(provider, tokens.scopes):
        sentence = _("{provider} did not get the permission to read and send email. Allow it at the consent.")
    elif not tokens.refresh_token:
        sentence = _(
            "{provider} gave no lasting permission. Remove Mauntic from the account, then try again."
        )
    elif "@" not in account or tokens.claims.get("email_verified") is False:
        sentence = _("{provider} did not say which mailbox this is. Use an account with a mailbox.")
    else:
        return
    raise Conflict(sentence.format(provider=provider.name))


@transaction.atomic
def _connect(provider: Provider, tokens: Tokens, account: str, by: User, *, is_shared: bool) -> Mailbox:
    mailbox = mailbox_to_connect(address=account, kind=provider.slug, by=by, is_shared=is_shared)
    mailbox.address, mailbox.username = account, account
    mailbox.smtp_host, mailbox.smtp_port = provider.smtp.host, provider.smtp.port
    mailbox.imap_host, mailbox.imap_port = provider.imap.host, provider.imap.port
    mailbox.smtp_security, mailbox.imap_security = provider.smtp.security, provider.imap.security
    mailbox.grant = keep_tokens(grant=Grant(provider=provider.slug, account=account), tokens=tokens)
    add_mailbox(mailbox)
    return mailbox


@transaction.atomic
def _connect_again(mailbox_id: UUID, provider: Provider, tokens: Tokens, account: str, by: User) -> Mailbox:
    mailbox = _again(changeable(mailbox_id, by), provider.slug, by)
    if email_key(account) != email_key(mailbox.username):
        raise Conflict(
            _("You signed in as {account}. Sign in as {address}.").format(
                account=account, address=mailbox.username
            )
        )
    grant = mailbox.grant or Grant(provider=provider.slug, account=account)
    mailbox.grant = keep_tokens(grant=grant, tokens=tokens)
    mailbox.last_error, mailbox.failures = "", 0
    if mailbox.state == State.OFF:
        switch_on(mailbox)
    mailbox.save()
    look_again(mailbox)
    return mailbox


def _again(mailbox: Mailbox | None, provider: str, by: User) -> Mailbox:
    if mailbox is None or not may_change(mailbox, by):
        raise NotAllowed(_("Only its owner, ops and admins change a mailbox."))
    if mailbox.kind != provider:
        raise Conflict(
            _("This mailbox is not connected with {provider}.").format(provider=ProviderName(provider).label)
        )
    return mailbox
