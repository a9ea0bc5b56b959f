"""BuiltWith: the technologies of a company's website. Its errors have status 200."""

import time
from collections.abc import Mapping, Sequence
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import Ask, Reading, Vendor, by_itself, once_billed
from lead_intelligence.vendors.adapters.payload import WrongShapeError, findings, items, section, text
from lead_intelligence.vendors.domain.outcomes import Outcome
from mauntic.kernel.http import HttpAnswer
from mauntic.kernel.normalize import domain_of, technology_names

BAD_KEY, NO_CREDIT, BAD_DOMAIN = -2, -3, -8
ERRORS: Mapping[int, Outcome] = {
    BAD_KEY: Outcome.AUTH_FAILED,
    NO_CREDIT: Outcome.OUT_OF_CREDIT,
    BAD_DOMAIN: Outcome.INVALID_INPUT,
}
DAY_MS = 24 * 60 * 60 * 1000
GONE_AFTER = 180 * DAY_MS
"""A technology that the site did not show for this long before its last visit is no longer in use."""
STALE_AFTER = 365 * DAY_MS
SEEN, SEEN_LONG_AGO = 0.9, 0.6


class BuiltWith(Vendor):
    """BuiltWith bills one credit per domain. The domain is the only input."""

    slug = "builtwith"
    name = "BuiltWith"
    supported_fields = frozenset({Field.TECH_STACK})
    default_base_url = "https://api.builtwith.com"
    default_cost = Decimal("0.0495")
    batch_size = 16
    health_path = "/usagev2/api.json"

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"API {self.api_key}"}

    def ask(self, subject: Subject) -> Ask | None:
        return self.ask_many([subject]) if subject.company_domain else None

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        # Contacts of one company share a domain: it is looked up once.
        domains = ",".join(dict.fromkeys(subject.company_domain for subject in subjects))
        return Ask("/v22/api.json", {"LOOKUP": domains, "NOPII": "yes", "NOMETA": "yes", "NOATTR": "yes"})

    def read(self, body: object, subject: Subject) -> Reading:
        """Map `{"Results": [{"Lookup", "Result": {"Paths"}}], "Errors": [{"Code", "Message"}]}`."""
        return self.read_many(body, [subject])[0]

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        answer = section(body)
        error = self._error(items(answer, "Errors"))
        if answer is None or not (error or isinstance(answer.get("Results"), list)):
            raise WrongShapeError("The body holds neither Results nor Errors.")
        results = {domain_of(text(each, "Lookup")): each for each in items(answer, "Results")}
        readings = {
            domain: by_itself(_read_site, results.get(domain), error)
            for domain in (subject.company_domain for subject in subjects)
        }
        return once_billed(
            [(subject.company_domain, readings[subject.company_domain]) for subject in subjects]
        )

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        if error := self._error(items(body, "Errors")):
            return error.outcome, None
        left = (section(body) or {}).get("remaining")
        if not isinstance(left, int) or isinstance(left, bool):
            raise WrongShapeError("remaining is not a number.")
        return (Outcome.FOUND if left > 0 else Outcome.OUT_OF_CREDIT), left

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        if outcome is Outcome.RATE_LIMITED:
            try:
                seconds = answer.json().get("retryAfterSeconds")
            except (ValueError, AttributeError):
                seconds = None
            if isinstance(seconds, int | float) and seconds >= 0:
                return float(seconds)
        return super().retry_after(answer, outcome)

    def _error(self, errors: Sequence[object]) -> Reading | None:
        """Return the outcome of the first error of the body, for leads without a result."""
        if not errors:
            return None
        code = (section(errors[0]) or {}).get("Code")
        outcome = (
            ERRORS.get(code, Outcome.PROVIDER_ERROR) if isinstance(code, int) else Outcome.PROVIDER_ERROR
        )
        return Reading(outcome, detail=f"{self.name}: {text(errors[0], 'Message')} ({code})")


def _read_site(result: object, error: Reading | None) -> Reading:
    if result is None:
        # No result and no error: the domain is unknown, and the lookup is billed.
        return error or Reading(Outcome.NOT_FOUND, credits=Decimal(1))
    paths = items(section(result, "Result"), "Paths")
    detected = [technology for path in paths for technology in items(path, "Technologies")]
    last_visit = max(_times([result, *paths], "LastIndexed") + _times(detected, "LastDetected"), default=None)
    names = [text(each, "Name") for each in detected if _is_in_use(each, last_visit)]
    sure = SEEN_LONG_AGO if last_visit and time.time() * 1000 - last_visit > STALE_AFTER else SEEN
    stack = findings([(Field.TECH_STACK, technology_names(names), sure)])
    return Reading(Outcome.FOUND if stack else Outcome.NOT_FOUND, stack, credits=Decimal(1))


def _is_in_use(technology: object, last_visit: float | None) -> bool:
    """Return whether the site still showed the technology at the last visit, as far as known."""
    times = _times([technology], "LastDetected")
    return not times or last_visit is None or last_visit - times[0] <= GONE_AFTER


def _times(rows: Sequence[object], name: str) -> list[float]:
    """Return times in milliseconds since the epoch, of the rows that have them."""
    given = (row.get(name) for row in rows if isinstance(row, Mapping))
    return [float(each) for each in given if isinstance(each, int | float) and not isinstance(each, bool)]
