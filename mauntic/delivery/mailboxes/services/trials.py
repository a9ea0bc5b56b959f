"""Try a mailbox: send a test to its own address, read its inbox. Failures have the server's own words."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from django.utils.translation import gettext as _

from mauntic.delivery.mailboxes.adapters.base import MailServerError
from mauntic.delivery.mailboxes.adapters.imap import ImapSession
from mauntic.delivery.mailboxes.domain.headers import address_line
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.services import health
from mauntic.delivery.mailboxes.services.accounts import imap_account, sending_session
from mauntic.kernel.normalize import ascii_email


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of a test, and the server's words."""

    is_good: bool
    words: str


def try_sending(mailbox: Mailbox) -> Trial:
    """Send a test email from a mailbox to itself, with a plus sign if it knows plus addressing."""
    address = ascii_email(mailbox.address) or mailbox.address
    local, _at, domain = address.rpartition("@")
    recipient = f"{local}+r-test@{domain}" if mailbox.plus_addressing else address
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _("Test of your mailbox")
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_("Mauntic can send from this mailbox.") + "\n")
    lines = address_line("From", mailbox.from_name, address) + address_line("To", "", recipient)
    addressed, raw = lines.encode("ascii"), message.as_bytes(policy=SMTP)
    try:
        with sending_session(mailbox) as session:
            words = session.send(sender=address, recipient=recipient, message=addressed + raw)
    except MailServerError as error:
        return _failed(mailbox, error)
    health.signed_in(mailbox_id=mailbox.pk)
    return Trial(is_good=True, words=words)


def try_signing_in(mailbox: Mailbox) -> Trial:
    """Sign in to the servers of a mailbox without sending anything, and count the mails in its inbox."""
    try:
        with sending_session(mailbox):
            pass
    except MailServerError as error:
        return _failed(mailbox, error)
    if mailbox.reads:
        return try_reading(mailbox)
    health.signed_in(mailbox_id=mailbox.pk)
    return Trial(is_good=True, words="")


def try_reading(mailbox: Mailbox) -> Trial:
    """Open the inbox of a mailbox and count its mails. Nothing in it is changed."""
    try:
        with ImapSession(imap_account(mailbox)) as session:
            folder = session.open()
            count = sum(1 for _uid in session.uids_from(1, next_uid=folder.next_uid))
    except MailServerError as error:
        return _failed(mailbox, error)
    health.signed_in(mailbox_id=mailbox.pk)
    return Trial(is_good=True, words=_("{count} emails in the inbox.").format(count=count))


def _failed(mailbox: Mailbox, error: MailServerError) -> Trial:
    # A person who tries passwords does not switch the mailbox off.
    health.failed(mailbox_id=mailbox.pk, problem=error.message, is_refused=False)
    return Trial(is_good=False, words=error.message)
