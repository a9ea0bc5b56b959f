"""The SMS account of the sandbox, and texts as rows."""

from datetime import timedelta
from typing import Any

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.sandbox.server import Sandbox
from mauntic.sandbox.twilio import ACCOUNT, SENDER, TOKEN
from revops.sms.models import SmsAccount, Text

MOBILE = "+14155550123"


def connect_sms(sandbox: Sandbox, **more: Any) -> SmsAccount:
    values = {
        "account_sid": ACCOUNT,
        "credentials": {"token": TOKEN},
        "sender": SENDER,
        "api": f"{sandbox.url}/twilio",
    }
    return SmsAccount.objects.create(**{**values, **more})


def make_text(contact: Contact, **more: Any) -> Text:
    """A text that waits and may leave for ten minutes."""
    values = {
        "number": MOBILE,
        "body": "Hello",
        "origin_id": new_id(),
        "origin_step": "1",
        "leaves_until": now() + timedelta(minutes=10),
    }
    return Text.objects.create(contact=contact, **{**values, **more})
