"""Raw mails for the tests of reading, and the folder of real ones."""

import pytest

from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from tests.support.shared import SHARED

MAIL = SHARED / "data" / "mail"
HARD = MAIL / "hard"
needs_mail = pytest.mark.skipif(not MAIL.exists(), reason="the shared data folder is not here")

OURS = """Hi Maria,

teams like yours lose two days a month to lead routing. Worth a 15 minute call?

Ann Sender
Vendor Ltd
If you no longer want to hear from me, unsubscribe here: https://t.vendor.example/u/abc"""


def raw(body: str = "Sounds good.", **headers: str) -> bytes:
    """A mail as bytes; `in_reply_to="<a@b>"` becomes the header In-Reply-To."""
    lines = {
        "from": "Maria Kunde <maria@client.example>",
        "to": "Ann Sender <ann@vendor.example>",
        "subject": "Re: lead routing",
        "message_id": "<r-1@client.example>",
        "content_type": "text/plain; charset=utf-8",
    } | headers
    heads = [f"{name.replace('_', '-').title()}: {value}" for name, value in lines.items() if value]
    return "\n".join([*heads, "", body]).encode()


def mail(body: str = "Sounds good.", **headers: str) -> Incoming:
    """A mail that was read."""
    found = read_mail(raw(body, **headers))
    assert isinstance(found, Incoming), found
    return found


def hard(name: str) -> Incoming:
    """One of the hard mails of the shared data."""
    found = read_mail((HARD / f"{name}.eml").read_bytes())
    assert isinstance(found, Incoming), found
    return found
