"""Where and as whom to sign in to the servers of a mailbox, with an access token that is good."""

from django.conf import settings
from django.utils.translation import gettext as _

from mauntic.delivery.mailboxes.adapters.base import Account, MailServerError, SignInRefused
from mauntic.delivery.mailboxes.adapters.services import ServiceAccount, ServiceSession
from mauntic.delivery.mailboxes.adapters.smtp import SmtpSession
from mauntic.delivery.mailboxes.domain.mail_services import SERVICES
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.sign_in.adapters.authorization import ProviderRefused
from mauntic.delivery.sign_in.services.tokens import access_token
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.normalize import ascii_email


def sending_session(mailbox: Mailbox) -> SmtpSession | ServiceSession:
    """Return a connection that takes messages: to its mail server, or to its e-mail service.

    Raises: as `smtp_account`.
    """
    if mailbox.is_by_service:
        return ServiceSession(_service_account(mailbox))
    return SmtpSession(smtp_account(mailbox))


def _service_account(mailbox: Mailbox) -> ServiceAccount:
    service = SERVICES[mailbox.kind]
    addresses = settings.MAUNTIC_MAIL_SERVICES.get(mailbox.kind) or service.addresses
    address = addresses.get(mailbox.region) or next(iter(addresses.values()))
    domain = (ascii_email(mailbox.address) or mailbox.address).rpartition("@")[2]
    return ServiceAccount(
        service,
        address,
        mailbox.secret("api_key"),
        domain,
        key_id=mailbox.secret("key_id"),
        region=mailbox.region,
    )


def smtp_account(mailbox: Mailbox) -> Account:
    """Return where and as whom to send.

    Raises: `SignInRefused` if the provider takes the grant no more, `MailServerError` if it gives no token.
    """
    return Account(
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.username,
        mailbox.password,
        _token_of(mailbox),
    )


def imap_account(mailbox: Mailbox) -> Account:
    """Return where and as whom to read.

    Raises: as `smtp_account`.
    """
    return Account(
        mailbox.imap_host,
        mailbox.imap_port,
        mailbox.imap_security,
        mailbox.username,
        mailbox.password,
        _token_of(mailbox),
    )


def _token_of(mailbox: Mailbox) -> str:
    if not mailbox.is_oauth:
        return ""
    if mailbox.grant_id is None:
        raise SignInRefused(_("The sign-in of this mailbox was removed. Connect it again."))
    try:
        return access_token(grant_id=mailbox.grant_id)
    except ProviderRefused as error:
        if error.is_revoked:
            raise SignInRefused(error.message) from error
        raise MailServerError(error.message) from error
    except MaunticError as error:
        raise MailServerError(error.message) from error
