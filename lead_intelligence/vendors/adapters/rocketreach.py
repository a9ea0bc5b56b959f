"""RocketReach: lookup of people. Unfinished profiles are polled."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import PAUSES, Ask, Reading, Vendor
from lead_intelligence.vendors.adapters.payload import WrongShapeError, findings, items, key, section, text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpAnswer
from mauntic.kernel.normalize import (
    clean_email,
    clean_name,
    country_code,
    domain_of,
    e164,
    is_free_mail,
    linkedin_profile,
    seniority_of,
    shared_host,
)

COMPLETE, FAILED = "complete", "failed"
EXPECTED = re.compile(r"available in (\d{1,6}) second", re.IGNORECASE)

VALIDITY: Mapping[str, float] = {"valid": 0.95, "inconclusive": 0.6}
GRADES: Mapping[str, float] = {"A": 0.85, "B": 0.7, "C": 0.5, "D": 0.4}
"""Grades with plus or minus count the same."""
UNGRADED = 0.4
INVALID = "invalid"
PRIVATE_CEILING = 0.5
"""Confidence of a private address: it is the person's, but not at work."""
PROFILE = 0.85
SPLIT_NAME = 0.6
"""Confidence of a name of three or more words, whose split is a guess."""
TWO_WORDS = 2
DIRECT_PHONES = frozenset({"mobile", "direct"})

Findings = dict[Field, FieldValue]


class RocketReach(Vendor):
    """RocketReach bills one lookup for a profile with contact data. Polls are free.

    It has no lookup by domain. A name without an employer could match another person, so it is not looked up.
    """

    slug = "rocketreach"
    name = "RocketReach"
    supported_fields = frozenset(Field) - {Field.COMPANY_SIZE, Field.TECH_STACK}
    default_base_url = "https://api.rocketreach.co/api/v2"
    default_cost = Decimal("0.33")
    poll_after = (3.0, 6.0, 12.0, 24.0, 48.0)
    pauses: ClassVar[Mapping[Outcome, float]] = {**PAUSES, Outcome.PENDING: 3.0}
    health_path = "/account/"
    request_id_header = "RR-Request-ID"

    def headers(self) -> Mapping[str, str]:
        return {"Api-Key": self.api_key}

    def ask(self, subject: Subject) -> Ask | None:
        if subject.email:
            wanted = {"email": subject.email}
        elif subject.linkedin_url:
            wanted = {"linkedin_url": subject.linkedin_url}
        elif subject.full_name and subject.company:
            wanted = {"name": subject.full_name, "current_employer": subject.company}
        else:
            return None
        # Explicit, since the default changes: cached addresses are not verified.
        return Ask("/person/lookup", {**wanted, "return_cached_emails": "false"})

    def read(self, body: object, subject: Subject) -> Reading:
        profile = section(body)
        if profile is None:
            raise WrongShapeError("The body is null.")
        return _read_profile(profile, subject)

    def ask_again(self, reference: str, subject: Subject) -> Ask:  # noqa: ARG002 (the reference is enough)
        return Ask("/person/checkStatus", {"ids": reference})

    def read_again(self, body: object, subject: Subject, reference: str) -> Reading:
        """Map an array of profiles to the one with the requested id."""
        if not isinstance(body, list):
            raise WrongShapeError("The body is no array.")
        profile = next((each for each in body if key(each, "id") == reference), None)
        if profile is None:
            raise WrongShapeError(f"The answer has no lookup {reference}.")
        return _read_profile(profile, subject)

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        left = _credits_left((section(body) or {}).get("credit_usage"))
        return (Outcome.FOUND if left > 0 else Outcome.OUT_OF_CREDIT), left

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        # Without the header, the text has the wait: "Expected available in 4 seconds."
        wait = EXPECTED.search(self.error_text(answer)) if outcome is Outcome.RATE_LIMITED else None
        if wait and answer.retry_after() is None:
            return float(wait[1])
        return super().retry_after(answer, outcome)


def _credits_left(usage: object) -> int:
    """Map the credits: a list by type for single lookups, one object for universal credits."""
    if isinstance(usage, Mapping):
        left = [usage.get("credits_remaining")]
    else:
        rows = usage if isinstance(usage, list) else []
        left = [row.get("remaining") for row in rows if text(row, "credit_type") == "standard_lookup"]
    counted = [number for number in left if isinstance(number, int) and not isinstance(number, bool)]
    if not counted:
        raise WrongShapeError("credit_usage does not tell what remains.")
    return sum(counted)


def _read_profile(profile: Mapping[str, Any], subject: Subject) -> Reading:
    status, reference = text(profile, "status"), key(profile, "id")
    if not status:
        raise WrongShapeError("status is missing.")
    if status == FAILED:
        return Reading(Outcome.NOT_FOUND, reference=reference)
    if status != COMPLETE:
        # Any other status is pending. Its addresses are not verified yet, so no value is taken.
        if not reference:
            raise WrongShapeError("A pending profile has no id.")
        return Reading(Outcome.PENDING, reference=reference)
    reachable = _emails(profile) | _phones(profile, subject)
    if not reachable:
        return Reading(Outcome.NOT_FOUND, reference=reference)
    values = _person(profile) | reachable
    outcome = Outcome.FOUND if Field.COMPANY in values else Outcome.PARTIAL
    return Reading(outcome, values, credits=Decimal(1), reference=reference)


def _person(profile: Mapping[str, Any]) -> Findings:
    first, last, sure = _names(profile)
    title, level = text(profile, "current_title"), _level(profile)
    domain = text(profile, "current_employer_domain")
    employer = "" if shared_host(domain) else text(profile, "current_employer")
    industry = text(profile, "current_employer_industry") if employer else ""
    country = country_code(text(profile, "country_code")) or country_code(text(profile, "country"))
    return findings(
        (
            (Field.FIRST_NAME, first, sure),
            (Field.LAST_NAME, last, sure),
            (Field.TITLE, title, PROFILE),
            (Field.SENIORITY, seniority_of(title, level).value if title or level else None, PROFILE),
            (Field.LINKEDIN_URL, linkedin_profile(text(profile, "linkedin_url")), PROFILE),
            (Field.COUNTRY, country, PROFILE),
            (Field.COMPANY, employer, PROFILE),
            (Field.INDUSTRY, industry, PROFILE),
        )
    )


def _names(profile: Mapping[str, Any]) -> tuple[str, str, float]:
    """Return first and last name from the full name, with the confidence of the split."""
    words = text(profile, "name").split()
    first, last = " ".join(words[:1]), " ".join(words[1:])
    return clean_name(first), clean_name(last), PROFILE if len(words) == TWO_WORDS else SPLIT_NAME


def _level(profile: Mapping[str, Any]) -> str:
    jobs = (job for job in items(profile, "job_history") if isinstance(job, Mapping))
    return next((text(job, "highest_level") for job in jobs if job.get("is_current") is True), "")


def _emails(profile: Mapping[str, Any]) -> Findings:
    """Return the best address: work addresses before private ones."""
    found = []
    for row in items(profile, "emails"):
        address, state = clean_email(text(row, "email")), text(row, "smtp_valid").lower()
        if address is None or state == INVALID:
            continue
        sure = VALIDITY.get(state, _graded(row))
        private = text(row, "type") == "personal" or is_free_mail(domain_of(address) or "")
        found.append((address, min(sure, PRIVATE_CEILING) if private else sure))
    ranked = sorted(found, key=lambda pair: -pair[1])
    return findings((Field.EMAIL, address, sure) for address, sure in ranked)


def _phones(profile: Mapping[str, Any], subject: Subject) -> Findings:
    """Return the recommended number first, then the others in order."""
    country = country_code(text(profile, "country_code")) or subject.country
    rows = [row for row in items(profile, "phones") if text(row, "validity").lower() != INVALID]
    rows.sort(key=lambda row: not (isinstance(row, Mapping) and row.get("recommended") is True))
    numbers = [(e164(text(row, "e164") or text(row, "number"), country), row) for row in rows]
    return findings(
        (
            *((Field.PHONE, number, _graded(row)) for number, row in numbers),
            *((Field.DIRECT_PHONE, number, _graded(row)) for number, row in numbers if _is_direct(row)),
        )
    )


def _is_direct(row: object) -> bool:
    return text(row, "type").lower() in DIRECT_PHONES


def _graded(row: object) -> float:
    return GRADES.get(text(row, "grade")[:1].upper(), UNGRADED)
