"""ZoomInfo: JSON:API behind a log-in; each new record is a credit, and a miss is a record of its own kind."""

import asyncio
import base64
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.clearbit_shape import size_range
from mauntic.sandbox.desk import QUIET, Behaviour, Fault
from mauntic.sandbox.dialect import Dialect, json_body
from mauntic.sandbox.people import (
    Company,
    Person,
    company_of,
    domain_named,
    person_of,
    person_of_profile,
)

REFUSALS = {
    Fault.BAD_KEY: (401, "ZI0001", "Your session has expired. Please provide a valid token and try again."),
    Fault.OUT_OF_CREDIT: (400, "PFAPI0011", "Credit Limit Reached"),
    Fault.RATE_LIMITED: (429, "ZI0004", "You have exceeded the rate limit for this resource."),
    # It answers at once or not at all: it knows no promises.
    Fault.PENDING: (504, "PFAPI0010", "The request has timed out."),
}
LIMITED = {"Retry-After": "1", "X-RateLimit-Rejected-Bucket": "second", "X-RateLimit-Remaining-Second": "0"}
MEDIA_TYPE = "application/vnd.api+json"
MOST_INPUTS = 25
CREDITS = 10_000
CLIENT_ID = "sandbox-zoominfo"
LOG_IN = "/oauth2/default/v1/token"
LEVELS = {"executive": "C-Level", "vp": "VP-Level", "director": "Director", "manager": "Manager"}


class ZoomInfo(Dialect):
    """A unit is a bulk credit. Tokens outlive a reset of the counts, as the vendor's own do."""

    slug: ClassVar[str] = "zoominfo"
    unit_price: ClassVar[Decimal] = Decimal("0.25")

    def __init__(self, behaviour: Behaviour = QUIET) -> None:
        super().__init__(behaviour)
        self._tokens: dict[str, float] = {}

    def options(self, base_url: str) -> Mapping[str, str]:
        return {"clientId": CLIENT_ID, "tokenUrl": f"{base_url}{LOG_IN}"}

    def routes(self) -> list[BaseRoute]:
        return [
            Route(LOG_IN, self.log_in, methods=["POST"]),
            self.look_up("/data/v1/contacts/enrich", self.contacts, method="POST", read=json_body),
            self.look_up("/data/v1/companies/enrich", self.companies, method="POST", read=json_body),
            self.free("/data/v1/users/usage", self.usage),
        ]

    def expire_tokens(self) -> None:
        """End all sessions before their time."""
        self._tokens.clear()

    def is_signed(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self._tokens.get(token, 0) > time.monotonic()

    def refusal(self, fault: Fault) -> Response:
        status, code, message = REFUSALS[fault]
        headers = LIMITED if fault is Fault.RATE_LIMITED else {}
        return _error(status, code, message, headers)

    def refuse(self, fault: Fault, asked: Mapping[str, Any]) -> Response:
        if fault is not Fault.LEGAL_BLOCK:
            return self.refusal(fault)
        # Whoever must not be processed is unknown; there is no word for them.
        attributes = asked["data"]["attributes"]
        inputs = attributes.get("matchPersonInput") or attributes["matchCompanyInput"]
        return _json({"data": [_no_match(given) for given in inputs]})

    async def log_in(self, request: Request) -> Response:
        """POST /oauth2/default/v1/token"""
        self.desk.counts["log_ins"] += 1
        await asyncio.sleep(self.desk.behaviour.latency_ms / 1000)
        pair = base64.b64encode(f"{CLIENT_ID}:{self.key}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {pair}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        if (await request.body()) != b"grant_type=client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, status_code=400)
        token, seconds = uuid4().hex, self.desk.behaviour.token_seconds
        self._tokens[token] = time.monotonic() + seconds
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": seconds})

    def contacts(self, asked: Mapping[str, Any]) -> Response:
        """POST /data/v1/contacts/enrich"""
        return self._enrich(asked, "ContactEnrich", "matchPersonInput", self._contact)

    def companies(self, asked: Mapping[str, Any]) -> Response:
        """POST /data/v1/companies/enrich"""
        return self._enrich(asked, "CompanyEnrich", "matchCompanyInput", self._company)

    def usage(self) -> Response:
        """GET /data/v1/users/usage"""
        used = int(self.desk.billed_units)
        counts = {"totalLimit": CREDITS, "currentUsage": used, "usageRemaining": CREDITS - used}
        usage = [{"limitType": "uniqueID", **counts}]
        return _json({"data": [{"id": "1", "type": "UserUsage", "attributes": {"usage": usage}}]})

    def _enrich(self, asked: Mapping[str, Any], kind: str, name: str, one: Any) -> Response:
        data = asked.get("data") or {}
        inputs: Sequence[Mapping[str, str]] = data.get("attributes", {}).get(name, [])
        if data.get("type") != kind or not 0 < len(inputs) <= MOST_INPUTS:
            return _error(400, "PFAPI0005", f"1 to {MOST_INPUTS} inputs of {kind} are wanted.")
        # The order of the answers promises nothing.
        return _json({"data": [one(given) for given in reversed(inputs)]})

    def _contact(self, given: Mapping[str, str]) -> dict[str, Any]:
        person = _person(given)
        if person is None or not self.desk.knows(_key(given)):
            return _no_match(given)
        self.desk.bill_once(person.email, Decimal(1))
        return _record("Contact", person.email, _contact_body(person), given)

    def _company(self, given: Mapping[str, str]) -> dict[str, Any]:
        company = company_of(given.get("companyWebsite", ""))
        if not self.desk.knows(_key(given)) or company is None:
            return _no_match(given)
        self.desk.bill_once(company.domain, Decimal(1))
        return _record("Company", company.domain, _company_body(company), given)


def _key(given: Mapping[str, str]) -> str:
    return " ".join(given[name] for name in sorted(given)).lower()


def _person(given: Mapping[str, str]) -> Person | None:
    if email := given.get("emailAddress"):
        return person_of(email=email)
    if url := given.get("externalURL"):
        return person_of_profile(url)
    first, last, employer = (given.get(name, "") for name in ("firstName", "lastName", "companyName"))
    if not (first and last and employer):
        return None
    return person_of(first_name=first, last_name=last, domain=domain_named(employer))


def _record(kind: str, key: str, body: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    meta = {"input": given, "matchStatus": "FULL_MATCH"}
    return {"id": f"{kind}-{key}", "type": kind, "attributes": body, "meta": meta}


def _no_match(given: Mapping[str, str]) -> dict[str, Any]:
    return {"id": "0", "type": "NoMatch", "meta": {"input": given, "matchStatus": "NO_MATCH"}}


def _contact_body(person: Person) -> dict[str, Any]:
    profile = f"https://www.linkedin.com/in/{person.linkedin_handle}"
    return {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "email": person.email,
        "phone": person.phone,
        "mobilePhone": person.mobile,
        "jobTitle": person.title,
        "managementLevel": [LEVELS.get(person.seniority, "Non-Manager")],
        "country": person.company and person.company.country,
        "externalUrls": [{"type": "linkedin.com", "url": profile}],
        "contactAccuracyScore": 95,
        "personHasMoved": "No",
        "company": person.company and _company_body(person.company),
    }


def _company_body(company: Company) -> dict[str, Any]:
    return {
        "name": company.name,
        "website": f"www.{company.domain}",
        "phone": company.phone,
        "country": company.country,
        "primaryIndustry": [company.industry],
        "employeeCount": company.employees,
        "employeeRange": size_range(company.employees),
    }


def _json(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    # When the service that counts quotas is away it says -1, which is no error.
    counted = {"X-RateLimit-Limit-Second": "25", "X-RateLimit-Remaining-Second": "-1", **(headers or {})}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=counted)


def _error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    error = {"code": code, "message": message, "status": status, "requestId": "req_sandbox"}
    return _json({"error": error}, status, headers)
