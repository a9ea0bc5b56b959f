"""Twilio's messages, in its wire format: POST /2010-04-01/Accounts/{sid}/Messages.json.

The last four digits of a number say how it goes, as Twilio's own test numbers do.
Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

ACCOUNT, TOKEN, SENDER = f"AC{'5a' * 16}", "sandbox-twilio", "+14155550100"
REFUSALS = {
    "0001": (400, 21211, "Invalid 'To' Phone Number"),
    "0004": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "0009": (400, 21614, "'To' number is not a valid mobile number"),
    "0429": (429, 20429, "Too Many Requests"),
    "0500": (500, 20500, "Internal Server Error"),
}
DENIED = (401, 20003, "Authenticate")
LONGEST = 1_600


@dataclass(slots=True)
class Twilio:
    """An account with what it accepted. A test may renew the token."""

    sent: list[dict[str, str]] = field(default_factory=list)
    token: str = TOKEN

    def routes(self) -> list[BaseRoute]:
        """Return the paths below the address of the API."""
        account = "/2010-04-01/Accounts/{sid}"
        return [
            Route(f"{account}/Messages.json", self.send, methods=["POST"]),
            Route(f"{account}.json", self.show),
        ]

    async def send(self, request: Request) -> Response:
        """Accept a message, or say in Twilio's words why not."""
        form = dict(parse_qsl((await request.body()).decode()))
        if refusal := self._refusal(request, form):
            return _refused(*refusal)
        text = {name: form.get(name, "") for name in ("To", "From", "MessagingServiceSid", "Body")}
        self.sent.append(text)
        return JSONResponse(_message(request.path_params["sid"], text), status_code=201)

    async def show(self, request: Request) -> Response:
        """Show the account."""
        if not self._is_known(request):
            return _refused(*DENIED)
        sid = request.path_params["sid"]
        return JSONResponse({"sid": sid, "status": "active", "type": "Full", "friendly_name": "Acme Texts"})

    def _refusal(self, request: Request, form: Mapping[str, str]) -> tuple[int, int, str] | None:
        if not self._is_known(request):
            return DENIED
        if not form.get("Body"):
            return 400, 21602, "Message body is required."
        if len(form["Body"]) > LONGEST:
            return 400, 21617, "The concatenated message body exceeds the 1600 character limit."
        if form.get("From") not in (SENDER, None):
            return 400, 21606, f"The 'From' phone number {form['From']} is not a valid, SMS-capable number."
        return REFUSALS.get(form.get("To", "")[-4:])

    def _is_known(self, request: Request) -> bool:
        kind, _space, pair = request.headers.get("authorization", "").partition(" ")
        is_signed = kind == "Basic" and b64decode(pair).decode() == f"{ACCOUNT}:{self.token}"
        return is_signed and request.path_params["sid"] == ACCOUNT


def _message(account: str, text: dict[str, str]) -> dict[str, Any]:
    sid = f"SM{secrets.token_hex(16)}"
    return {
        "sid": sid,
        "account_sid": account,
        "to": text["To"],
        "from": text["From"] or None,
        "messaging_service_sid": text["MessagingServiceSid"] or None,
        "body": text["Body"],
        "status": "queued",
        "num_segments": "1",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "date_created": format_datetime(datetime.now(UTC)),
        "uri": f"/2010-04-01/Accounts/{account}/Messages/{sid}.json",
    }


def _refused(status: int, code: int, message: str) -> Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": more, "status": status}
    return JSONResponse(body, status_code=status)
