"""Lusha: billed by what it reveals, a miss included; its two endpoints spell the same things differently."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from mauntic.sandbox.desk import Fault
from mauntic.sandbox.dialect import Dialect, json_body
from mauntic.sandbox.people import Company, Person, company_of, person_of

REFUSALS = {
    Fault.BAD_KEY: (401, "Invalid API key"),
    Fault.OUT_OF_CREDIT: (402, "Your account requires payment"),
    Fault.RATE_LIMITED: (
        429,
        "Hourly API rate limit exceeded. Limit: 1500 calls per hour. Reset in 2 seconds",
    ),
    Fault.LEGAL_BLOCK: (451, "We are unable to process this contact request due to our GDPR regulations"),
    # It answers at once or not at all: it knows no promises.
    Fault.PENDING: (499, "Request failed due to request timeout"),
}
EMPTY = {"code": 3, "name": "EMPTY_DATA", "message": "Could not find requested data"}
REQUEST, EMAIL, PHONE, COMPANY = 1, 1, 5, 1
RESULTS_PER_CREDIT, MOST_CONTACTS = 25, 100
CREDITS = 10_000


class Lusha(Dialect):
    """A unit is one of the vendor's credits."""

    slug: ClassVar[str] = "lusha"
    unit_price: ClassVar[Decimal] = Decimal("0.0375")

    def routes(self) -> list[BaseRoute]:
        return [
            self.look_up("/v2/person", self.person),
            self.look_up("/v2/person", self.people, method="POST", read=json_body),
            self.free("/account/usage", self.usage),
        ]

    def is_signed(self, request: Request) -> bool:
        return request.headers.get("api_key") == self.key

    def refusal(self, fault: Fault) -> Response:
        return _error(*REFUSALS[fault])

    def usage(self) -> Response:
        """GET /account/usage"""
        used = int(self.desk.billed_units)
        credit = {"total": CREDITS, "used": used, "remaining": CREDITS - used}
        return JSONResponse({"usage": {"credits": credit}})

    def person(self, asked: Mapping[str, str]) -> Response:
        """GET /v2/person"""
        if not _key(asked):
            return _error(400, "Invalid request parameters")
        self.desk.bill(Decimal(REQUEST))
        contact, person = self._contact(asked)
        if person is None:
            return JSONResponse({"contact": contact})
        company = {"company": _company(person.company)} if person.company else {}
        return JSONResponse({"contact": contact | {"data": _single(person) | company}})

    def people(self, asked: Mapping[str, Any]) -> Response:
        """POST /v2/person"""
        wanted = asked.get("contacts") or []
        if not 0 < len(wanted) <= MOST_CONTACTS:
            return _error(400, "Invalid request parameters")
        contacts: dict[str, Any] = {}
        companies: dict[str, Any] = {}
        found = 0
        for each in wanted:
            contact, person = self._contact(_as_single(each))
            if person is not None:
                found += 1
                contact |= {"data": _bulk(person)}
                if person.company:
                    companies[str(_number(person.company.domain))] = _company(person.company)
            contacts[each["contactId"]] = contact
        self.desk.bill(Decimal(max(1, -(-found // RESULTS_PER_CREDIT))))
        # In an order of its own: contacts are told apart by their ids.
        return JSONResponse(
            {"contacts": dict(sorted(contacts.items(), reverse=True)), "companies": companies}
        )

    def _contact(self, asked: Mapping[str, str]) -> tuple[dict[str, Any], Person | None]:
        """The frame of a contact, and the person for it; what is revealed is billed once."""
        key = _key(asked)
        if not self.desk.knows(key):
            return {"error": EMPTY, "isCreditCharged": False}, None
        domain = asked.get("companyDomain", "").lower() or asked.get("email", "").partition("@")[2].lower()
        person = person_of(
            email=asked.get("email", ""),
            first_name=asked.get("firstName", ""),
            last_name=asked.get("lastName", ""),
            domain=domain if company_of(domain) else "",
        )
        charged = self.desk.bill_once(key, Decimal(EMAIL + PHONE + COMPANY * bool(person.company)))
        return {"error": None, "isCreditCharged": charged > 0}, person


def _key(asked: Mapping[str, str]) -> str:
    name = f"{asked.get('firstName', '')} {asked.get('lastName', '')}".strip()
    employer = asked.get("companyDomain", "") or asked.get("companyName", "")
    named = f"{name}@{employer}" if name and employer else ""
    return (asked.get("email", "") or asked.get("linkedinUrl", "") or named).lower()


def _as_single(contact: Mapping[str, Any]) -> dict[str, str]:
    """A contact of the bulk's request as the single endpoint would be asked for it."""
    first, _, last = contact.get("fullName", "").partition(" ")
    employer: Mapping[str, str] = next(iter(contact.get("companies", [])), {})
    return {
        "email": contact.get("email", ""),
        "linkedinUrl": contact.get("linkedinUrl", ""),
        "firstName": first,
        "lastName": last,
        "companyName": employer.get("name", ""),
        "companyDomain": employer.get("domain", ""),
    }


def _shared(person: Person) -> dict[str, Any]:
    return {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "fullName": person.full_name,
        "personId": _number(person.email),
        "companyId": _number(person.company.domain) if person.company else None,
        "phoneNumbers": [
            {"number": person.mobile, "phoneType": "mobile", "doNotCall": False, "updateDate": "2026-01-15"},
            {"number": person.phone, "phoneType": "work", "doNotCall": False, "updateDate": "2026-01-15"},
        ],
        "jobTitle": {"title": person.title, "departments": [], "seniority": person.seniority.title()},
        "socialLinks": {"linkedin": f"https://www.linkedin.com/in/{person.linkedin_handle}/"},
    }


def _single(person: Person) -> dict[str, Any]:
    address = {"address": person.email, "type": "work", "emailConfidence": "A+", "updateDate": "2026-01-15"}
    location = {"countryIso2": person.country_code, "isEuContact": False}
    return _shared(person) | {"emailAddresses": [address], "location": location}


def _bulk(person: Person) -> dict[str, Any]:
    address = {
        "email": person.email,
        "emailType": "work",
        "emailConfidence": "A+",
        "updateDate": "2026-01-15",
    }
    return _shared(person) | {
        "emails": [person.email],
        "emailAddresses": [address],
        "phones": [person.mobile, person.phone],
        "location": {"country_iso2": person.country_code, "is_eu_contact": False},
    }


def _company(company: Company) -> dict[str, Any]:
    return {
        "name": company.name,
        "domains": {"homepage": company.domain, "email": company.domain},
        "location": {"country": company.country, "countryIso2": company.country_code},
        "companySize": [company.employees, company.employees],
        "mainIndustry": company.industry,
    }


def _number(name: str) -> int:
    """A number for a name, always the same."""
    return int.from_bytes(name.encode()) % 1_000_000_007


def _error(status: int, message: str) -> Response:
    return JSONResponse({"statusCode": status, "message": message}, status_code=status)
