"""Apollo: a person is a credit, a miss is free and comes in three shapes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute

from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect, json_body
from mauntic.sandbox.people import Company, Person, company_of, is_known, person_of

REQUEST_ID = 1_039_995_589_705_121_900
"""Beyond what a JavaScript number holds, as the vendor's own are."""
RETRY_AFTER = "1"
MOST_DETAILS = 10


class Apollo(Dialect):
    slug: ClassVar[str] = "apollo"
    unit_price: ClassVar[Decimal] = Decimal("0.02")

    def routes(self) -> list[BaseRoute]:
        return [
            self.look_up("/people/match", self.match, method="POST"),
            self.look_up("/people/bulk_match", self.match_many, method="POST", read=json_body),
            self.look_up("/organizations/enrich", self.enrich),
            self.free("/auth/health", lambda: JSONResponse({"is_logged_in": True})),
        ]

    def is_signed(self, request: Request) -> bool:
        return request.headers.get("x-api-key") == self.key

    def refusal(self, fault: Fault) -> Response:
        if fault is Fault.BAD_KEY:
            return PlainTextResponse("Invalid API key. See the documentation.", status_code=401)
        if fault is Fault.RATE_LIMITED:
            body = {"message": "The maximum number of api calls allowed for api/v1/people/match is reached."}
            return JSONResponse(body, status_code=429, headers={"retry-after": RETRY_AFTER})
        if fault is Fault.OUT_OF_CREDIT:
            return JSONResponse({"error": "Insufficient credits."}, status_code=402)
        if fault is Fault.LEGAL_BLOCK:
            return JSONResponse({"person": None, "request_id": REQUEST_ID})
        return JSONResponse({"error_code": "result_pending"}, status_code=202)

    def match(self, asked: Mapping[str, str]) -> Response:
        """POST /people/match"""
        return JSONResponse({"person": self._person(asked), "request_id": REQUEST_ID})

    def match_many(self, asked: Mapping[str, Any]) -> Response:
        """POST /people/bulk_match"""
        details = asked.get("details")
        if not details:
            return _failed("INVALID_REQUEST", "invalid request, missing details")
        if len(details) > MOST_DETAILS:
            return _failed("RECORD_LIMIT_EXCEEDED", "cannot enrich more than 10 in a single request")
        matches = [self._person(each) for each in details]
        found = sum(bool(match and match["id"]) for match in matches)
        return JSONResponse(
            {
                "status": "success",
                "error_code": None,
                "error_message": None,
                "total_requested_enrichments": len(matches),
                "unique_enriched_records": found,
                "missing_records": len(matches) - found,
                "credits_consumed": found,
                "matches": matches,
                "request_id": REQUEST_ID,
            }
        )

    def _person(self, asked: Mapping[str, str]) -> dict[str, Any] | None:
        email, domain = asked.get("email", "").lower(), asked.get("domain", "").lower()
        name = f"{asked.get('first_name', '')} {asked.get('last_name', '')}".strip()
        key = (
            email or asked.get("linkedin_url", "") or f"{name}@{domain or asked.get('organization_name', '')}"
        )
        company = company_of(domain or email.partition("@")[2])
        if not self.desk.knows(key.lower()):
            return _stranger(key, company)
        self.desk.bill(Decimal(1))
        person = person_of(
            email=email,
            first_name=asked.get("first_name", ""),
            last_name=asked.get("last_name", ""),
            domain=company.domain if company else domain,
        )
        return _person_body(person)

    def enrich(self, asked: Mapping[str, str]) -> Response:
        """GET /organizations/enrich"""
        domain = asked.get("domain", "").lower()
        if not domain:
            return JSONResponse({"error": "Required parameter 'domain' missing"}, status_code=422)
        company = company_of(domain)
        if not self.desk.knows(domain) or company is None:
            return JSONResponse({})
        self.desk.bill(Decimal(1))
        return JSONResponse({"organization": _organization_body(company)})


def _failed(code: str, message: str) -> Response:
    body = {"status": "failed", "error_code": code, "error_message": message}
    return JSONResponse(body, status_code=400)


def _stranger(key: str, company: Company | None) -> dict[str, Any] | None:
    if company is None or not is_known("apollo stub", key, 0.5):
        return None
    return {"id": None, "name": "", "match_confidence": "none", "organization": _organization_body(company)}


def _person_body(person: Person) -> dict[str, Any]:
    identity = f"p-{person.linkedin_handle}"
    return {
        "id": identity,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "name": person.full_name,
        "linkedin_url": f"http://www.linkedin.com/in/{person.linkedin_handle}",
        "title": person.title,
        "email_status": "verified",
        "email": person.email,
        "country": person.company.country if person.company else None,
        "seniority": "c_suite" if person.seniority == "executive" else person.seniority,
        "contact": {
            "id": f"c-{person.linkedin_handle}",
            "person_id": identity,
            "phone_numbers": [_phone(person.phone, None), _phone(person.mobile, "mobile")],
        },
        "organization": _organization_body(person.company) if person.company else None,
    }


def _phone(number: str, kind: str | None) -> dict[str, Any]:
    return {"raw_number": number, "sanitized_number": number, "type": kind, "status": "valid_number"}


def _organization_body(company: Company) -> dict[str, Any]:
    return {
        "id": f"o-{company.domain}",
        "name": company.name,
        "website_url": f"http://www.{company.domain}",
        "primary_domain": company.domain,
        "primary_phone": {},
        "phone": company.phone,
        "industry": company.industry.lower(),
        "estimated_num_employees": company.employees,
        "city": company.city,
        "country": company.country,
        "technology_names": [name.replace("_", " ").title() for name in company.technologies],
    }
