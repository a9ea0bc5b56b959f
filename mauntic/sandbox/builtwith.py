"""BuiltWith: a credit for a domain, known or not, and refusals with status 200."""

import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.people import Company, company_of

REFUSALS = {
    Fault.BAD_KEY: (-2, "API Key is wrong - it needs to be a Guid."),
    Fault.OUT_OF_CREDIT: (-3, "You've run out of API Credits."),
    # Sites belong to nobody who could object, and are known or not: for these it has no words of its own.
    Fault.LEGAL_BLOCK: (-99, "Unknown error."),
    Fault.PENDING: (-99, "Unknown error."),
}
BAD_DOMAIN = (-8, "Invalid root domain name or unsupported.")
MOST_DOMAINS, CREDITS = 16, 200_000
DAY_MS = 24 * 60 * 60 * 1000
LONG_GONE = {"Name": "Internet Explorer 6 Gold", "Tag": "framework", "IsPremium": "no"}
"""What every site once had, and none has any more."""


class BuiltWith(Dialect):
    slug: ClassVar[str] = "builtwith"
    unit_price: ClassVar[Decimal] = Decimal("0.0495")

    def routes(self) -> list[BaseRoute]:
        return [self.look_up("/v22/api.json", self.domains), self.free("/usagev2/api.json", self.usage)]

    def is_signed(self, request: Request) -> bool:
        return request.headers.get("authorization") == f"API {self.key}"

    def refusal(self, fault: Fault) -> Response:
        if fault is Fault.RATE_LIMITED:
            body = {"error": "Rate limit exceeded", "maxRequestsPerSecond": 10, "retryAfterSeconds": 1}
            return JSONResponse(body, status_code=429)
        return _answer([], [REFUSALS[fault]])

    def usage(self) -> Response:
        """GET /usagev2/api.json"""
        used = int(self.desk.billed_units)
        return JSONResponse({"used": used, "purchased": CREDITS, "remaining": CREDITS - used})

    def domains(self, asked: Mapping[str, str]) -> Response:
        """GET /v22/api.json"""
        wanted = [domain.strip().lower() for domain in asked.get("LOOKUP", "").split(",") if domain.strip()]
        if not 0 < len(wanted) <= MOST_DOMAINS:
            return _answer([], [BAD_DOMAIN])
        results, errors = [], []
        for domain in wanted:
            company = company_of(domain)
            if company is None:
                errors.append(BAD_DOMAIN)
                continue
            self.desk.bill(Decimal(1))
            paths = [_path(company)] if self.desk.knows(domain) else []
            result = {"IsDB": "True" if paths else "False", "Spend": 0, "Paths": paths}
            results.append({"Lookup": domain, "Result": result, "Meta": None})
        # In an order of its own: results are told apart by their look-up.
        return _answer(results[::-1], errors)


def _path(company: Company) -> dict[str, Any]:
    now = int(time.time() // 86_400) * DAY_MS
    seen = {"FirstDetected": now - 900 * DAY_MS, "LastDetected": now - DAY_MS}
    gone = LONG_GONE | {"FirstDetected": now - 5000 * DAY_MS, "LastDetected": now - 3000 * DAY_MS}
    found = [
        {"Name": name.replace("_", " ").title(), "Tag": "framework", "IsPremium": "no", **seen}
        for name in company.technologies
    ]
    return {
        "Domain": company.domain,
        "SubDomain": "",
        "Url": "",
        "FirstIndexed": now - 5000 * DAY_MS,
        "LastIndexed": now,
        "Technologies": [*found, gone],
    }


def _answer(results: list[dict[str, Any]], errors: list[tuple[int, str]]) -> Response:
    problems = [{"Code": code, "Message": message} for code, message in errors]
    return JSONResponse(
        {"Results": results, "Errors": problems} if results or not problems else {"Errors": problems}
    )
