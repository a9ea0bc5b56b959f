"""The senders of Acme Demo: a mailbox of a rep and a shared one on the mail server of the demonstration, and
an SMS account on the sandbox.

The mailboxes have no IMAP account: the demonstration hands its answers to the receiving service itself.
"""

from datetime import timedelta
from typing import Any

from demo.accounts import PEOPLE, SCHEMA
from mauntic.accounts.models import Role, User
from mauntic.delivery.models import Mailbox
from mauntic.kernel.clock import now
from mauntic.sandbox import twilio
from mauntic.tenants.context import entered
from revops.sms.models import SmsAccount

OWN, SHARED = "jo.reyes@acme-demo.example", "sales@acme-demo.example"
CONNECTED_FOR = timedelta(days=21)
PASSWORD = "demonstration"  # noqa: S105 (the server accepts any)


def connect(*, port: int, sms: str) -> None:
    """Point the mailboxes at the mail server, and the SMS account at the sandbox.

    Args:
        port: of the mail server, a new one at each start.
        sms: the address of the sandbox of Twilio.
    """
    with entered(SCHEMA):
        rep = User.objects.get(name=PEOPLE[Role.REP])
        for address, name, owner in ((OWN, str(rep), rep), (SHARED, "Acme Demo Sales", None)):
            server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
            first = {
                "from_name": name,
                "owner": owner,
                "username": address,
                "credentials": {"password": PASSWORD},
                "ramp_from": (now() - CONNECTED_FOR).date(),
            }
            Mailbox.objects.update_or_create(
                address=address, defaults=server, create_defaults={**first, **server}
            )
        account: dict[str, Any] = {
            "account_sid": twilio.ACCOUNT,
            "credentials": {"token": twilio.TOKEN},
            "sender": twilio.SENDER,
            "api": sms,
            "last_error": "",
        }
        SmsAccount.objects.update_or_create(pk=1, defaults=account)


def mailboxes() -> list[Mailbox]:
    """Return the mailbox of the rep and the shared one."""
    found = {each.address: each for each in Mailbox.objects.select_related("owner")}
    return [found[OWN], found[SHARED]]
