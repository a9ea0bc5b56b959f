"""What a vendor of text messages does. To add one, write a class like `twilio.Twilio`."""

from dataclasses import dataclass
from typing import Protocol

from revops.sms.domain.outcomes import Verdict


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a vendor answered: `vendor_id` names an accepted text, `words` are the vendor's own."""

    verdict: Verdict
    vendor_id: str = ""
    code: int | None = None
    words: str = ""


class SmsVendor(Protocol):
    """An account with a vendor. No method raises for what the other side says or fails to say."""

    def send(self, *, number: str, body: str) -> Receipt:
        """Hand over one text to one number (E.164)."""

    def check(self) -> Receipt:
        """Ask whether the account works, without sending anything."""
