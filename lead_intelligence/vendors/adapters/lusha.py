"""Lusha's person enrichment (v2). Its single and its bulk endpoint have different formats.

It bills what a lookup reveals: the request, an address, phone numbers and a company each have a price.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import STATUSES, Ask, Reading, Vendor, by_itself
from lead_intelligence.vendors.adapters.payload import WrongShapeError, findings, items, key, section, text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpAnswer
from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    company_size,
    country_code,
    e164,
    linkedin_profile,
    seniority_of,
    shared_host,
)

REQUEST, EMAIL, PHONE, COMPANY = 1, 1, 5, 1
"""Credits per revealed part. A lookup that reveals everything costs their sum."""
DEAREST = Decimal(REQUEST + EMAIL + PHONE + COMPANY)
RESULTS_PER_CREDIT = 25
"""Results per credit for the request of a bulk call."""

GRADES: Mapping[str, float] = {"A+": 0.95, "A": 0.9, "B": 0.75, "C": 0.6}
UNGRADED = 0.7
PRIVATE_CEILING = 0.5
"""Confidence of a private address: it is the person's, but not at work."""
PERSON = 0.85
EMPLOYER = 0.8
DIRECT_PHONES = frozenset({"direct", "mobile"})
OPEN_ENDED = 10
"""A range of sizes counts as open-ended if its upper end is more than this many times the lower."""
RESET = re.compile(r"reset in (\d{1,6}) seconds", re.IGNORECASE)

Findings = dict[Field, FieldValue]


class Lusha(Vendor):
    """`cost_per_lookup` is the price of a lookup that reveals everything: eight credits."""

    slug = "lusha"
    name = "Lusha"
    supported_fields = frozenset(Field) - {Field.TECH_STACK}
    default_base_url = "https://api.lusha.com"
    default_cost = Decimal("0.30")
    batch_size = 100
    health_path = "/account/usage"
    statuses: ClassVar[Mapping[int, Outcome]] = {**STATUSES, 412: Outcome.INVALID_INPUT}

    def headers(self) -> Mapping[str, str]:
        return {"api_key": self.api_key}

    def ask(self, subject: Subject) -> Ask | None:
        employer = subject.company_domain or subject.company
        if not (subject.email or subject.linkedin_url or (subject.full_name and employer)):
            return None
        # Without options the plan decides what to reveal. Not every plan may choose.
        params = {"email": subject.email, "linkedinUrl": subject.linkedin_url}
        if subject.full_name and employer:
            params |= {
                "firstName": subject.first_name,
                "lastName": subject.last_name,
                "companyName": subject.company,
                "companyDomain": subject.company_domain,
            }
        return Ask("/v2/person", params)

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        contacts = [_wanted(str(number), subject) for number, subject in enumerate(subjects, start=1)]
        return Ask("/v2/person", method="POST", json={"contacts": contacts, "metadata": {}})

    def read(self, body: object, subject: Subject) -> Reading:
        """Map `{"contact": {"error", "isCreditCharged", "data": {..., "company"}}}`."""
        if refusal := self._refusal(body):
            return refusal
        contact = section(body, "contact")
        if contact is None:
            raise WrongShapeError("contact is missing.")
        reading = _read_contact(contact, section(contact, "data", "company"), subject)
        return replace(reading, credits=reading.credits + REQUEST / DEAREST)

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        """Map `{"contacts": {contactId: {...}}, "companies": {companyId: {...}}}`, unordered."""
        if refusal := self._refusal(body):
            return [refusal] * len(subjects)
        contacts, companies = section(body, "contacts"), section(body, "companies")
        if contacts is None:
            raise WrongShapeError("contacts are missing.")
        readings = [
            by_itself(_read_one_of_many, contacts.get(str(number)), companies, subject)
            for number, subject in enumerate(subjects, start=1)
        ]
        return _with_requests(readings)

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        usage = section(body, "usage")
        credit = section(usage, "credits") or section(usage, "bulkCredits")
        left = (credit or {}).get("remaining")
        if not isinstance(left, int) or isinstance(left, bool):
            raise WrongShapeError("usage names no remaining credits.")
        return (Outcome.FOUND if left > 0 else Outcome.OUT_OF_CREDIT), left

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        # There is no Retry-After header: the wait is in the text.
        wait = RESET.search(self.error_text(answer)) if outcome is Outcome.RATE_LIMITED else None
        return float(wait[1]) if wait else super().retry_after(answer, outcome)

    def error_text(self, answer: HttpAnswer) -> str:
        try:
            _, message = _envelope(answer.json())
        except ValueError:
            message = ""
        return message or super().error_text(answer)

    def _refusal(self, body: object) -> Reading | None:
        """Return the error whose status is in the body, which counts more than the HTTP status."""
        code, message = _envelope(body)
        if code is None:
            return None
        return Reading(self.statuses.get(code, Outcome.PROVIDER_ERROR), detail=f"{self.name}: {message}")


def _envelope(body: object) -> tuple[int | None, str]:
    """Return code and message of `{"statusCode", "message"}` or `{"error": {"code", "message"}}`."""
    error = section(body, "error")
    code = error.get("code") if error is not None else (section(body) or {}).get("statusCode")
    return (code if isinstance(code, int) else None), text(error or body, "message")


def _wanted(contact_id: str, subject: Subject) -> dict[str, Any]:
    employer = {"name": subject.company, "domain": subject.company_domain, "isCurrent": True}
    known = {
        "contactId": contact_id,
        "fullName": subject.full_name,
        "email": subject.email,
        "linkedinUrl": subject.linkedin_url,
        "companies": [_filled(employer)] if subject.company or subject.company_domain else [],
    }
    return _filled(known)


def _filled(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if value}


def _with_requests(readings: list[Reading]) -> list[Reading]:
    """Return the readings with the credits for the request: one per 25 results, at least one."""
    hits = [number for number, reading in enumerate(readings) if reading.outcome.is_hit]
    payers = set(hits[::RESULTS_PER_CREDIT] or [0])
    return [
        replace(reading, credits=reading.credits + REQUEST / DEAREST) if number in payers else reading
        for number, reading in enumerate(readings)
    ]


def _read_one_of_many(contact: object, companies: Mapping[str, Any] | None, subject: Subject) -> Reading:
    if contact is None:
        raise WrongShapeError("The answer leaves this lead out.")
    company = section(companies, key(section(contact, "data"), "companyId"))
    return _read_contact(section(contact) or {}, company, subject)


def _read_contact(contact: Mapping[str, Any], company: Mapping[str, Any] | None, subject: Subject) -> Reading:
    error = section(contact, "error")
    if error is not None:
        missed = text(error, "name") == "EMPTY_DATA"
        return Reading(
            Outcome.NOT_FOUND if missed else Outcome.PROVIDER_ERROR,
            detail="" if missed else f"Lusha: {text(error, 'name')} {text(error, 'message')}",
        )
    data = section(contact, "data")
    person, employer = _read_person(data, subject), _read_company(company)
    if person:
        outcome = Outcome.FOUND if employer else Outcome.PARTIAL
    else:
        outcome = Outcome.PARTIAL if employer else Outcome.NOT_FOUND
    # Earlier reveals are not charged again, and the answer says so.
    revealed = 0 if contact.get("isCreditCharged") is False else _revealed(data, company)
    return Reading(outcome, employer | person, revealed / DEAREST)


def _revealed(data: Mapping[str, Any] | None, company: Mapping[str, Any] | None) -> int:
    emails = items(data, "emailAddresses") or items(data, "emails")
    phones = items(data, "phoneNumbers") or items(data, "phones")
    return EMAIL * bool(emails) + PHONE * bool(phones) + COMPANY * bool(company)


def _read_person(data: Mapping[str, Any] | None, subject: Subject) -> Findings:
    title, level = text(data, "jobTitle", "title"), text(data, "jobTitle", "seniority")
    location = section(data, "location")
    code = text(location, "countryIso2") or text(location, "country_iso2") or text(location, "country")
    country = country_code(code)
    phone, direct = _phones(data, country or subject.country)
    return findings(
        (
            *_emails(data),
            (Field.FIRST_NAME, clean_name(text(data, "firstName")), PERSON),
            (Field.LAST_NAME, clean_name(text(data, "lastName")), PERSON),
            (Field.TITLE, title, PERSON),
            (Field.SENIORITY, seniority_of(title, level).value if title or level else None, PERSON),
            (Field.LINKEDIN_URL, linkedin_profile(text(data, "socialLinks", "linkedin")), PERSON),
            (Field.COUNTRY, country, PERSON),
            (Field.PHONE, phone, PERSON),
            (Field.DIRECT_PHONE, direct, PERSON),
        )
    )


def _emails(data: Mapping[str, Any] | None) -> list[tuple[Field, str | None, float]]:
    """Return the addresses in either format, work addresses first."""
    at_work, private = [], []
    for row in items(data, "emailAddresses"):
        address = clean_email(text(row, "address") or text(row, "email"))
        sure = GRADES.get(text(row, "emailConfidence").upper(), UNGRADED)
        if "private" in (text(row, "type") + text(row, "emailType")).lower():
            private.append((Field.EMAIL, address, min(sure, PRIVATE_CEILING)))
        else:
            at_work.append((Field.EMAIL, address, sure))
    return at_work + private


def _phones(data: Mapping[str, Any] | None, country: str) -> tuple[str | None, str | None]:
    """Return the first and the first direct number. `phones` of the bulk format lack a do-not-call flag."""
    numbers = []
    for row in items(data, "phoneNumbers"):
        called = e164(text(row, "number"), country)
        if called and not row.get("doNotCall"):
            numbers.append((called, text(row, "phoneType").lower() in DIRECT_PHONES))
    first = next((called for called, _ in numbers), None)
    return first, next((called for called, direct in numbers if direct), None)


def _read_company(company: Mapping[str, Any] | None) -> Findings:
    if company is None or shared_host(text(company, "domains", "email")):
        return {}
    return findings(
        (
            (Field.COMPANY, text(company, "name"), EMPLOYER),
            (Field.INDUSTRY, text(company, "mainIndustry") or text(company, "subIndustry"), EMPLOYER),
            (Field.COMPANY_SIZE, _size(items(company, "companySize")), EMPLOYER),
        )
    )


def _size(ends: Sequence[object]) -> int | None:
    match [company_size(end) for end in ends]:
        case [int(least), int(most)] if most <= least * OPEN_ENDED:
            return (least + most) // 2
        case [int(least), *_]:
            return least
    return None
