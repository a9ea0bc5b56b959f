"""Hunter: enrichment of a known address, the finder for an unknown one, and companies for a domain.

Its statuses are unusual: 403 is a rate limit, and 429 means that the credits are used up.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.adapters.base import PAUSES, STATUSES, Ask, Reading, Vendor
from lead_intelligence.vendors.adapters.clearbit_format import read_combined
from lead_intelligence.vendors.adapters.payload import WrongShapeError, findings, score, section, text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.normalize import (
    clean_email,
    e164,
    linkedin_profile,
    seniority_of,
)

FINDER_CREDITS = Decimal(1)
ENRICHMENT_CREDITS = Decimal("0.2")
VERIFIED = 0.95
UNSCORED = 0.5
ACCEPT_ALL_CEILING = 0.7
"""A server that accepts all addresses confirms none."""
FINDER_DETAIL = 0.7


class Hunter(Vendor):
    """Hunter bills hits only. `cost_per_lookup` is the price of one finder credit."""

    slug = "hunter"
    name = "Hunter"
    supported_fields = frozenset(Field) - {Field.DIRECT_PHONE}
    default_base_url = "https://api.hunter.io/v2"
    default_cost = Decimal("0.0245")
    health_path = "/account"
    statuses: ClassVar[Mapping[int, Outcome]] = {
        **STATUSES,
        222: Outcome.PENDING,
        403: Outcome.RATE_LIMITED,
        429: Outcome.OUT_OF_CREDIT,
    }
    pauses: ClassVar[Mapping[Outcome, float]] = {**PAUSES, Outcome.RATE_LIMITED: 5.0}

    def headers(self) -> Mapping[str, str]:
        return {"X-API-KEY": self.api_key}

    def ask(self, subject: Subject) -> Ask | None:
        domain = subject.company_domain
        if subject.email:
            return Ask("/combined/find", {"email": subject.email})
        if _can_find(subject):
            employer = {"domain": domain} if domain else {"company": subject.company}
            names = {"first_name": subject.first_name, "last_name": subject.last_name}
            return Ask("/email-finder", employer | names)
        return Ask("/companies/find", {"domain": domain}) if domain else None

    def read(self, body: object, subject: Subject) -> Reading:
        data = section(body, "data")
        if data is None:
            raise WrongShapeError("data is missing.")
        if subject.email:
            outcome, values = read_combined(data, subject)
        elif _can_find(subject):
            outcome, values = _read_finder(data, subject)
            return Reading(outcome, values, FINDER_CREDITS * outcome.is_hit)
        else:
            outcome, values = read_combined({"company": data}, subject)
        return Reading(outcome, values, ENRICHMENT_CREDITS * outcome.is_hit)

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        requests = section(body, "data", "requests")
        credit = section(requests, "credits") or section(requests, "searches")
        if credit is None:
            raise WrongShapeError("data.requests names no credits.")
        used, available = (credit.get(name) for name in ("used", "available"))
        if not isinstance(used, int | float) or not isinstance(available, int | float):
            raise WrongShapeError("data.requests does not count the credits.")
        left = int(available - used)
        return (Outcome.FOUND if left > 0 else Outcome.OUT_OF_CREDIT), left


def _can_find(subject: Subject) -> bool:
    return bool(subject.full_name and (subject.company_domain or subject.company))


def _read_finder(data: Mapping[str, Any], subject: Subject) -> tuple[Outcome, dict[Field, FieldValue]]:
    email = clean_email(text(data, "email"))
    if email is None:
        return Outcome.NOT_FOUND, {}
    title = text(data, "position")
    values = findings(
        (
            (Field.EMAIL, email, _email_confidence(data)),
            (Field.TITLE, title, FINDER_DETAIL),
            (Field.SENIORITY, seniority_of(title).value if title else None, FINDER_DETAIL),
            (Field.COMPANY, text(data, "company"), FINDER_DETAIL),
            (Field.PHONE, e164(text(data, "phone_number"), subject.country), FINDER_DETAIL),
            (Field.LINKEDIN_URL, linkedin_profile(text(data, "linkedin_url")), FINDER_DETAIL),
        )
    )
    return (Outcome.FOUND if Field.COMPANY in values else Outcome.PARTIAL), values


def _email_confidence(data: Mapping[str, Any]) -> float:
    given_score = score(data.get("score"), of=100)
    sure = UNSCORED if given_score is None else given_score
    if data.get("accept_all") is True:
        return min(sure, ACCEPT_ALL_CEILING)
    return max(sure, VERIFIED) if text(data, "verification", "status") == "valid" else sure
