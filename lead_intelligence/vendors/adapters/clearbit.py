"""Clearbit's combined API, for keys from 2023 and before. New keys are not sold, so it is off by default."""

import time
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import STATUSES, Ask, Reading, Vendor
from lead_intelligence.vendors.adapters.clearbit_format import read_combined
from lead_intelligence.vendors.adapters.payload import text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpAnswer

NOT_FOUND = 404


class Clearbit(Vendor):
    """Clearbit needs an email address. It bills found, queued and unknown people once per billing period."""

    slug = "clearbit"
    name = "Clearbit (legacy accounts)"
    supported_fields = frozenset(Field) - {Field.DIRECT_PHONE}
    default_base_url = "https://person.clearbit.com"
    default_cost = Decimal("0.10")
    enabled_by_default = False
    statuses: ClassVar[Mapping[int, Outcome]] = {**STATUSES, 201: Outcome.PENDING}
    bills_promises = True
    billed_statuses = frozenset({200, 201, 202, NOT_FOUND})

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.api_key}", "API-Version": "2019-12-19"}

    def ask(self, subject: Subject) -> Ask | None:
        if not subject.email:
            return None
        params = {
            "email": subject.email,
            "given_name": subject.first_name,
            "family_name": subject.last_name,
            "company": subject.company,
            "company_domain": subject.company_domain,
            "linkedin": subject.linkedin_url,
        }
        return Ask("/v2/combined/find", params)

    def read(self, body: object, subject: Subject) -> Reading:
        outcome, values = read_combined(body, subject)
        return Reading(outcome, values, credits=Decimal(1))

    def outcome_of(self, answer: HttpAnswer) -> Outcome | None:
        # An unknown person and a wrong base URL both return 404. Only the first is an answer.
        if answer.status == NOT_FOUND and not _is_unknown_record(answer):
            return Outcome.PROVIDER_ERROR
        return super().outcome_of(answer)

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        # Clearbit returns the end of the limit in seconds since the epoch.
        reset = answer.headers.get("x-ratelimit-reset", "")
        if outcome is Outcome.RATE_LIMITED and reset.isascii() and reset.isdigit():
            return max(0.0, int(reset) - time.time())
        return super().retry_after(answer, outcome)


def _is_unknown_record(answer: HttpAnswer) -> bool:
    try:
        error = answer.json().get("error")
    except (ValueError, AttributeError):
        return False
    errors = error if isinstance(error, list) else [error]
    return any(text(each, "type") == "unknown_record" for each in errors)
