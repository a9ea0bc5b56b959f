"""RocketReach: a look-up may go on after its first answer, and only contact data is billed."""

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from mauntic.sandbox.desk import QUIET, Behaviour, Fault
from mauntic.sandbox.dialect import Dialect
from mauntic.sandbox.people import (
    Person,
    domain_named,
    is_known,
    person_of,
    person_of_profile,
)

REFUSALS = {
    Fault.BAD_KEY: (401, {"status": 401, "message": "Invalid API Key"}),
    Fault.OUT_OF_CREDIT: (402, {"status": 402, "message": "Insufficient credits"}),
    Fault.RATE_LIMITED: (429, {"detail": "Request was throttled. Expected available in 1 seconds."}),
    Fault.LEGAL_BLOCK: (404, {"status": 404, "message": "Profile not found"}),
}
REQUEST_ID = {"RR-Request-ID": "rr-sandbox"}
CREDITS = 10_000
MOST_IDS = 100


@dataclass(slots=True)
class Search:
    """A look-up under way; `person` is None when nobody will be found."""

    number: int
    person: Person | None
    polls: int = 0
    started: float = field(default_factory=time.monotonic)


class RocketReach(Dialect):
    """A unit is a look-up. Looks at a look-up that goes on are counted as `polls`; they are free."""

    slug: ClassVar[str] = "rocketreach"
    unit_price: ClassVar[Decimal] = Decimal("0.33")

    def __init__(self, behaviour: Behaviour = QUIET) -> None:
        super().__init__(behaviour)
        self._searches: dict[str, Search] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            self.look_up("/person/lookup", self.person),
            Route("/person/checkStatus", self.check_status),
            self.free("/account/", self.account),
        ]

    def is_signed(self, request: Request) -> bool:
        return request.headers.get("api-key") == self.key

    def refusal(self, fault: Fault) -> Response:
        status, body = REFUSALS[fault]
        headers = REQUEST_ID | ({"Retry-After": "1"} if fault is Fault.RATE_LIMITED else {})
        return JSONResponse(body, status_code=status, headers=headers)

    def refuse(self, fault: Fault, asked: Mapping[str, Any]) -> Response:
        if fault is not Fault.PENDING:
            return self.refusal(fault)
        return JSONResponse(_unfinished(self._begin(asked), "searching"), headers=REQUEST_ID)

    def person(self, asked: Mapping[str, str]) -> Response:
        """GET /person/lookup"""
        if not (asked.get("email") or asked.get("linkedin_url") or asked.get("name")):
            return JSONResponse({"detail": "A profile cannot be identified by that."}, status_code=400)
        search = self._begin(asked)
        nobody = search.person is None and self._is_done(search)
        if nobody and is_known("rocketreach unheard of", str(search.number), 0.5):
            return self.refusal(Fault.LEGAL_BLOCK)
        return JSONResponse(self._body(search), headers=REQUEST_ID)

    async def check_status(self, request: Request) -> Response:
        """GET /person/checkStatus"""
        if not self.is_signed(request):
            return self.refusal(Fault.BAD_KEY)
        self.desk.counts["polls"] += 1
        fault = self.desk.fault()
        if fault is Fault.RATE_LIMITED:
            return self.refusal(fault)
        numbers = request.query_params.get("ids", "").split(",")[:MOST_IDS]
        searches = [search for number in numbers if (search := self._searches.get(number))]
        for search in searches:
            search.polls += 1
        held = fault is Fault.PENDING
        bodies = [_unfinished(each, "progress") if held else self._body(each) for each in searches]
        return JSONResponse(bodies, headers=REQUEST_ID)

    def account(self) -> Response:
        """GET /account/"""
        used = int(self.desk.billed_units)
        credit = {"allocated": CREDITS, "used": used, "remaining": CREDITS - used}
        usage = [{"credit_type": "standard_lookup", **credit}]
        return JSONResponse({"id": 1, "state": "registered", "credit_usage": usage}, headers=REQUEST_ID)

    def _begin(self, asked: Mapping[str, str]) -> Search:
        names = ("email", "linkedin_url", "name", "current_employer")
        key = " ".join(asked[name] for name in names if asked.get(name)).lower()
        found = self.desk.knows(key)
        number = zlib.crc32(key.encode())
        self._searches[str(number)] = search = Search(number, _person(asked) if found else None)
        return search

    def _is_done(self, search: Search) -> bool:
        wanted = self.desk.behaviour
        waited = (time.monotonic() - search.started) * 1000
        return search.polls >= wanted.polls_needed and waited >= wanted.search_ms

    def _body(self, search: Search) -> dict[str, Any]:
        if not self._is_done(search):
            return _unfinished(search, "searching")
        if search.person is None:
            return _unfinished(search, "failed")
        self.desk.bill_once(search.person.email, Decimal(1))
        return {"id": search.number, "status": "complete", **_profile(search.person)}


def _unfinished(search: Search, status: str) -> dict[str, Any]:
    return {"id": search.number, "status": status, "name": None, "emails": [], "phones": []}


def _person(asked: Mapping[str, str]) -> Person:
    if email := asked.get("email"):
        return person_of(email=email)
    if url := asked.get("linkedin_url"):
        return person_of_profile(url)
    first, _, last = asked["name"].partition(" ")
    return person_of(first_name=first, last_name=last, domain=domain_named(asked.get("current_employer", "")))


def _profile(person: Person) -> dict[str, Any]:
    company = person.company
    phones = ((person.phone, "professional"), (person.mobile, "mobile"))
    return {
        "name": person.full_name,
        "linkedin_url": f"https://www.linkedin.com/in/{person.linkedin_handle}",
        "current_title": person.title,
        "current_employer": company and company.name,
        "current_employer_domain": company and company.domain,
        "current_employer_industry": company and company.industry,
        "country_code": person.country_code,
        "emails": [
            {
                "email": person.email,
                "smtp_valid": "valid",
                "type": "professional" if company else "personal",
                "grade": "A",
            }
        ],
        "phones": [
            {"number": number, "e164": number, "type": kind, "grade": "A", "validity": "valid"}
            for number, kind in phones
        ],
    }
