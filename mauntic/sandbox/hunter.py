"""Hunter: only what is found is billed, and once; its 403 and 429 mean the reverse of everybody else's."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from mauntic.sandbox.clearbit_shape import company_body, person_body, size_range
from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.people import Company, company_of, person_of

REFUSALS = {
    Fault.BAD_KEY: (401, "authentication_failed", "No user found for the API key supplied"),
    Fault.RATE_LIMITED: (403, "rate_limit", "You have reached the rate limit."),
    Fault.OUT_OF_CREDIT: (429, "usage_limit", "You have reached your usage limit."),
    Fault.LEGAL_BLOCK: (451, "claimed_email", "The person asked not to be processed."),
}
FINDER, ENRICHMENT = Decimal(1), Decimal("0.2")
CREDITS = 10_000


class Hunter(Dialect):
    slug: ClassVar[str] = "hunter"
    unit_price: ClassVar[Decimal] = Decimal("0.0245")

    def routes(self) -> list[BaseRoute]:
        return [
            self.look_up("/combined/find", self.combined),
            self.look_up("/email-finder", self.find_email),
            self.look_up("/companies/find", self.company),
            self.free("/account", self.account),
        ]

    def is_signed(self, request: Request) -> bool:
        return self.key in {
            request.headers.get("x-api-key"),
            request.headers.get("authorization", "").removeprefix("Bearer "),
        }

    def refusal(self, fault: Fault) -> Response:
        return Response(status_code=202) if fault is Fault.PENDING else _error(*REFUSALS[fault])

    def combined(self, asked: Mapping[str, str]) -> Response:
        """GET /combined/find"""
        email = asked.get("email", "").lower()
        if "@" not in email:
            return _error(400, "wrong_params", "You are missing the email parameter")
        if not self.desk.knows(email):
            return _error(404, "not_found", "The requested resource couldn't be found.")
        self.desk.bill_once(email, ENRICHMENT)
        person = person_of(email=email)
        # Hunter keeps handles without a prefix, and no phone numbers.
        body = person_body(person) | {"linkedin": {"handle": person.linkedin_handle}, "phone": None}
        company = person.company and _company_body(person.company)
        return _data({"person": body, "company": company}, email=email)

    def find_email(self, asked: Mapping[str, str]) -> Response:
        """GET /email-finder"""
        first, last = asked.get("first_name", ""), asked.get("last_name", "")
        domain = asked.get("domain", "").lower() or _guessed_domain(asked.get("company", ""))
        if not (first and last and domain):
            return _error(400, "wrong_params", "You are missing the domain parameter")
        found = {"first_name": first, "last_name": last, "domain": domain, "accept_all": False}
        key = f"{first} {last}@{domain}".lower()
        if not self.desk.knows(key):
            nothing = dict.fromkeys(("email", "score", "position", "linkedin_url", "phone_number", "company"))
            return _data(found | nothing | {"sources": [], "verification": {"date": None, "status": None}})
        self.desk.bill_once(key, FINDER)
        person = person_of(first_name=first, last_name=last, domain=domain)
        return _data(
            found
            | {
                "email": person.email,
                "score": 97,
                "position": person.title,
                "linkedin_url": None,
                "phone_number": None,
                "company": person.company and person.company.name,
                "sources": [],
                "verification": {"date": "2026-06-14", "status": "valid"},
            }
        )

    def company(self, asked: Mapping[str, str]) -> Response:
        """GET /companies/find"""
        domain = asked.get("domain", "").lower()
        company = company_of(domain)
        if not self.desk.knows(domain) or company is None:
            return _error(404, "not_found", "The requested resource couldn't be found.")
        self.desk.bill_once(domain, ENRICHMENT)
        return _data(_company_body(company), domain=domain)

    def account(self) -> Response:
        """GET /account"""
        used = float(self.desk.billed_units)
        return _data({"plan_name": "Sandbox", "requests": {"credits": {"used": used, "available": CREDITS}}})


def _company_body(company: Company) -> dict[str, Any]:
    metrics = {"employees": size_range(company.employees), "trafficRank": "medium"}
    return company_body(company) | {"metrics": metrics, "phone": None}


def _guessed_domain(company: str) -> str:
    name = "".join(filter(str.isalnum, company.lower()))
    return f"{name}.example" if name else ""


def _data(data: dict[str, Any], **meta: str) -> Response:
    return JSONResponse({"data": data, "meta": meta})


def _error(status: int, kind: str, details: str) -> Response:
    return JSONResponse({"errors": [{"id": kind, "code": status, "details": details}]}, status_code=status)
