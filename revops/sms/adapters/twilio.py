"""Twilio's Programmable Messaging.

Source: https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/api/errors
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mauntic.kernel.http import BlockedAddressError, HttpAnswer, HttpClient, TransportError
from revops.sms.adapters.base import Receipt
from revops.sms.domain.outcomes import Verdict
from revops.sms.domain.senders import API, SERVICE

TIMEOUT = 15.0
OPTED_OUT = 21610
OF_RECIPIENT = frozenset({21211, 21214, 21217, 21408, 21612, 21614, 21617, 30003, 30005, 30006, 60410})
"""Codes about the number or the text: invalid, not reachable, not mobile, too long, a country not allowed."""
LONGEST_WORDS = 200
NEVER_SENT = ("NewConnectionError", "ConnectTimeout", "NameResolutionError")
"""Causes of a call that ended before anything was sent."""
CREATED, SERVER_ERROR, TOO_MANY = 201, 500, 429
DENIED = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Twilio:
    """An account of Twilio. `sender` is a number in E.164 or the id of a messaging service."""

    account_sid: str
    token: str
    sender: str
    api: str = API

    def send(self, *, number: str, body: str) -> Receipt:
        """Hand over one text. Twilio knows no idempotency key: without an answer the outcome is unknown."""
        origin = "MessagingServiceSid" if self.sender.startswith(SERVICE) else "From"
        form = {"To": number, origin: self.sender, "Body": body}
        try:
            answer = self._client().post(self._url("/Messages.json"), headers=self._headers(), data=form)
        except BlockedAddressError as error:
            return Receipt(Verdict.BROKEN, words=error.message[:LONGEST_WORDS])
        except TransportError as error:
            never_sent = any(name in repr(error.__cause__) for name in NEVER_SENT)
            verdict = Verdict.LATER if never_sent else Verdict.UNKNOWN
            return Receipt(verdict, words=error.message[:LONGEST_WORDS])
        return _receipt(answer)

    def check(self) -> Receipt:
        """Ask for the account."""
        try:
            answer = self._client().get(self._url(".json"), headers=self._headers())
        except (BlockedAddressError, TransportError) as error:
            return Receipt(Verdict.BROKEN, words=error.message[:LONGEST_WORDS])
        fields = _fields(answer)
        if answer.status == 200 and fields.get("status") == "active":  # noqa: PLR2004 (HTTP)
            return Receipt(Verdict.ACCEPTED, words=str(fields.get("friendly_name", ""))[:LONGEST_WORDS])
        words = str(fields.get("message") or fields.get("status") or f"HTTP {answer.status}")
        return Receipt(Verdict.BROKEN, code=_code(fields), words=words[:LONGEST_WORDS])

    def _client(self) -> HttpClient:
        allowed = HttpClient.from_settings().allow_loopback
        return HttpClient(allow_loopback=allowed, timeout=TIMEOUT)

    def _url(self, path: str) -> str:
        return f"{self.api}/2010-04-01/Accounts/{self.account_sid}{path}"

    def _headers(self) -> Mapping[str, str]:
        pair = b64encode(f"{self.account_sid}:{self.token}".encode()).decode()
        return {"Authorization": f"Basic {pair}", "Accept": "application/json"}


def _receipt(answer: HttpAnswer) -> Receipt:
    fields = _fields(answer)
    code = _code(fields)
    words = str(fields.get("message") or f"HTTP {answer.status}")[:LONGEST_WORDS]
    if answer.status == CREATED and fields.get("sid"):
        return Receipt(
            Verdict.ACCEPTED, vendor_id=str(fields["sid"])[:64], words=str(fields.get("status", ""))
        )
    return Receipt(_verdict(answer.status, code), code=code, words=words)


def _verdict(status: int, code: int | None) -> Verdict:
    if code == OPTED_OUT:
        return Verdict.OPTED_OUT
    if status == TOO_MANY:
        return Verdict.LATER
    # An error of the server, or an answer that nobody understands, may follow an accepted text.
    if status >= SERVER_ERROR or status < 300:  # noqa: PLR2004 (HTTP)
        return Verdict.UNKNOWN
    return Verdict.REFUSED if code in OF_RECIPIENT and status not in DENIED else Verdict.BROKEN


def _fields(answer: HttpAnswer) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _code(fields: Mapping[str, Any]) -> int | None:
    code = fields.get("code")
    return code if isinstance(code, int) else None
