"""Apollo's people match, or its organization enrichment when no person is known."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import Ask, Reading, Vendor, by_itself
from lead_intelligence.vendors.adapters.payload import (
    WrongShapeError,
    deal_out,
    findings,
    items,
    section,
    text,
)
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    company_size,
    country_code,
    e164,
    linkedin_profile,
    seniority_of,
    shared_host,
    technology_names,
)

MATCH: Mapping[str, float] = {"high": 0.9, "medium": 0.7, "low": 0.5}
MATCH_UNTOLD = 0.85
NO_MATCH = "none"
EMAIL: Mapping[str, float] = {"verified": 0.95, "likely to engage": 0.8, "extrapolated": 0.6, "guessed": 0.5}
EMAIL_UNVERIFIED = 0.4
EMAIL_WITHHELD = "email_not_unlocked@"
ORGANIZATION = 0.85
SWITCHBOARD = 0.4
DIRECT_PHONES = frozenset({"mobile", "work_direct", "direct"})

Findings = dict[Field, FieldValue]


class Apollo(Vendor):
    """Apollo bills one credit for a person with the organization, and nothing for a miss."""

    slug = "apollo"
    name = "Apollo"
    supported_fields = frozenset(Field)
    default_base_url = "https://api.apollo.io/api/v1"
    default_cost = Decimal("0.02")
    batch_size = 10
    health_path = "/auth/health"

    def headers(self) -> Mapping[str, str]:
        return {"x-api-key": self.api_key}

    def ask(self, subject: Subject) -> Ask | None:
        if _is_person(subject):
            return Ask("/people/match", _details(subject), method="POST")
        domain = subject.company_domain
        return Ask("/organizations/enrich", {"domain": domain}) if domain else None

    def bulk_kind(self, subject: Subject) -> str:
        return "person" if _is_person(subject) else ""

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        details = [{name: value for name, value in _details(each).items() if value} for each in subjects]
        return Ask("/people/bulk_match", method="POST", json={"details": details})

    def read(self, body: object, subject: Subject) -> Reading:
        """Map either endpoint's body: `{"person": {... "organization"}}`, `{"organization"}` or `{}`."""
        person = section(body, "person")
        organization = section(person or body, "organization")
        known = _read_person(person, subject)
        employer = _read_organization(organization, subject)
        if known:
            outcome = Outcome.FOUND if employer else Outcome.PARTIAL
        else:
            outcome = Outcome.PARTIAL if employer else Outcome.NOT_FOUND
        # An unmatched person is free, even if the organization is returned.
        billed = bool(known) or (person is None and bool(employer))
        request_id = body.get("request_id") if isinstance(body, Mapping) else None
        return Reading(outcome, employer | known, Decimal(billed), str(request_id or ""))

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        """Map `{"matches": [person or null], "credits_consumed"}`, in the order of the request."""
        matches, fields = items(body, "matches"), section(body) or {}
        if len(matches) != len(subjects):
            raise WrongShapeError(f"{len(matches)} matches for {len(subjects)} leads.")
        request_id = fields.get("request_id")
        readings = [
            by_itself(self.read, {"person": match, "request_id": request_id}, subject)
            for match, subject in zip(matches, subjects, strict=True)
        ]
        consumed = fields.get("credits_consumed")
        if not isinstance(consumed, int) or isinstance(consumed, bool) or consumed < 0:
            return readings
        shares = deal_out(Decimal(consumed), [each.credits for each in readings])
        return [replace(each, credits=share) for each, share in zip(readings, shares, strict=True)]

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        is_logged_in = (section(body) or {}).get("is_logged_in")
        if not isinstance(is_logged_in, bool):
            raise WrongShapeError("is_logged_in is not true or false.")
        return (Outcome.FOUND if is_logged_in else Outcome.AUTH_FAILED), None


def _is_person(subject: Subject) -> bool:
    named = subject.full_name and (subject.company_domain or subject.company)
    return bool(subject.email or subject.linkedin_url or named)


def _details(subject: Subject) -> dict[str, str]:
    return {
        "email": subject.email,
        "first_name": subject.first_name,
        "last_name": subject.last_name,
        "organization_name": subject.company,
        "domain": subject.company_domain,
        "linkedin_url": subject.linkedin_url,
    }


def _read_person(person: Mapping[str, Any] | None, subject: Subject) -> Findings:
    # A miss can be a stub: a person without id and name, with a real organization.
    if person is None or text(person, "match_confidence") == NO_MATCH:
        return {}
    if not (text(person, "id") or text(person, "name")):
        return {}
    sure = MATCH.get(text(person, "match_confidence"), MATCH_UNTOLD)
    title, level = text(person, "title"), text(person, "seniority")
    country = country_code(text(person, "country"))
    phone, direct = _phones(person, country or subject.country)
    return findings(
        (
            *_email(person),
            (Field.FIRST_NAME, clean_name(text(person, "first_name")), sure),
            (Field.LAST_NAME, clean_name(text(person, "last_name")), sure),
            (Field.TITLE, title, sure),
            (Field.SENIORITY, seniority_of(title, level).value if title or level else None, sure),
            (Field.LINKEDIN_URL, linkedin_profile(text(person, "linkedin_url")), sure),
            (Field.COUNTRY, country, sure),
            (Field.PHONE, phone, sure),
            (Field.DIRECT_PHONE, direct, sure),
        )
    )


def _email(person: Mapping[str, Any]) -> list[tuple[Field, str | None, float]]:
    address = text(person, "email")
    status = text(person, "email_status").lower().replace("_", " ")
    if status == "unavailable" or address.startswith(EMAIL_WITHHELD):
        return []
    return [(Field.EMAIL, clean_email(address), EMAIL.get(status, EMAIL_UNVERIFIED))]


def _phones(person: Mapping[str, Any], country: str) -> tuple[str | None, str | None]:
    """Return the first number and the first direct one, also from the team's own record of the person."""
    rows = items(person, "phone_numbers")
    if text(person, "contact", "person_id") == text(person, "id") != "":
        rows = [*rows, *items(person, "contact", "phone_numbers")]
    numbers = []
    for row in rows:
        number = e164(text(row, "sanitized_number") or text(row, "raw_number"), country)
        if number and text(row, "status") in {"", "valid_number"}:
            numbers.append((number, text(row, "type") in DIRECT_PHONES))
    first = next((number for number, _ in numbers), None)
    return first, next((number for number, direct in numbers if direct), None)


def _read_organization(organization: Mapping[str, Any] | None, subject: Subject) -> Findings:
    if organization is None or shared_host(text(organization, "primary_domain")):
        return {}
    country = country_code(text(organization, "country")) or subject.country
    switchboard = text(organization, "phone") or text(organization, "primary_phone", "number")
    return findings(
        (
            (Field.COMPANY, text(organization, "name"), ORGANIZATION),
            (Field.INDUSTRY, text(organization, "industry").capitalize(), ORGANIZATION),
            (Field.COMPANY_SIZE, company_size(organization.get("estimated_num_employees")), ORGANIZATION),
            (Field.TECH_STACK, technology_names(items(organization, "technology_names")), ORGANIZATION),
            (Field.PHONE, e164(switchboard, country), SWITCHBOARD),
        )
    )
