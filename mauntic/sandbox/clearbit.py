"""Clearbit: everything it answers is billed, a miss and a promise as well, and once for each address."""

import base64
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.clearbit_shape import company_body, person_body
from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.people import person_of

REFUSALS = {
    Fault.BAD_KEY: (401, "invalid_api_key"),
    Fault.OUT_OF_CREDIT: (402, "over_quota"),
    Fault.LEGAL_BLOCK: (404, "unknown_record"),
    Fault.PENDING: (202, "queued"),
    Fault.RATE_LIMITED: (429, "rate_limit"),
}
BILLED = frozenset({Fault.PENDING, Fault.LEGAL_BLOCK})
RESET_SECONDS = 2


class Clearbit(Dialect):
    slug: ClassVar[str] = "clearbit"
    unit_price: ClassVar[Decimal] = Decimal("0.10")

    def routes(self) -> list[BaseRoute]:
        unknown = Route("/{rest:path}", lambda _: _error(404, "unknown_route"))
        return [self.look_up("/v2/combined/find", self.combined), unknown]

    def is_signed(self, request: Request) -> bool:
        basic = base64.b64encode(f"{self.key}:".encode()).decode()
        return request.headers.get("authorization") in {f"Bearer {self.key}", f"Basic {basic}"}

    def refusal(self, fault: Fault) -> Response:
        answer = _error(*REFUSALS[fault])
        if fault is Fault.RATE_LIMITED:
            answer.headers["x-ratelimit-limit"] = "600"
            answer.headers["x-ratelimit-remaining"] = "0"
            answer.headers["x-ratelimit-reset"] = str(int(time.time()) + RESET_SECONDS)
        return answer

    def refuse(self, fault: Fault, asked: Mapping[str, Any]) -> Response:
        if fault in BILLED:
            self.desk.bill_once(asked.get("email", "").lower(), Decimal(1))
        return self.refusal(fault)

    def combined(self, asked: Mapping[str, str]) -> Response:
        """GET /v2/combined/find"""
        email = asked.get("email", "").lower()
        if "@" not in email:
            return _error(422, "email_invalid")
        self.desk.bill_once(email, Decimal(1))
        if not self.desk.knows(email):
            return _error(404, "unknown_record")
        person = person_of(
            email=email, first_name=asked.get("given_name", ""), last_name=asked.get("family_name", "")
        )
        company = person.company and company_body(person.company)
        return JSONResponse({"person": person_body(person), "company": company})


def _error(status: int, kind: str) -> Response:
    return JSONResponse({"error": {"type": kind, "message": f"Sandbox: {kind}"}}, status_code=status)
