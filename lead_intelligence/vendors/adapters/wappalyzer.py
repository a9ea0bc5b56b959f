"""Wappalyzer: the technologies of a company's website, from its database or by a crawl.

One answer can have known sites, sites that are being crawled, and failed ones. A 403 means a wrong key or an
empty account. The free balance endpoint distinguishes the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.vendors.adapters.base import (
    PAUSES,
    STATUSES,
    Ask,
    Reading,
    Vendor,
    by_itself,
    once_billed,
)
from lead_intelligence.vendors.adapters.payload import (
    WrongShapeError,
    deal_out,
    findings,
    items,
    section,
    text,
)
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import FAILURES, Outcome
from mauntic.kernel.http import HttpAnswer
from mauntic.kernel.normalize import domain_of, technology_names

FORBIDDEN = 403
NO_SUCH_PATH = "Missing Authentication Token"
"""The gateway's error for an unknown path, with any key."""
INCONCLUSIVE = FAILURES | {Outcome.RATE_LIMITED}
"""Outcomes of the balance endpoint that say nothing about the account."""
CREDITS_SPENT = "wappalyzer-credits-spent"
BALANCE_TIMEOUT = 5.0
DETECTED = 0.9
FIVE_MINUTES = 300.0


class Wappalyzer(Vendor):
    """Wappalyzer bills one credit per site. The input is the domain of the company."""

    slug = "wappalyzer"
    name = "Wappalyzer"
    supported_fields = frozenset({Field.TECH_STACK})
    default_base_url = "https://api.wappalyzer.com"
    default_cost = Decimal("0.03")
    batch_size = 10
    bills_promises = True
    poll_after = (FIVE_MINUTES, FIVE_MINUTES, FIVE_MINUTES)
    statuses: ClassVar[Mapping[int, Outcome]] = {**STATUSES, FORBIDDEN: Outcome.AUTH_FAILED}
    pauses: ClassVar[Mapping[Outcome, float]] = {**PAUSES, Outcome.PENDING: FIVE_MINUTES}
    health_path = "/v2/credits/balance/"

    def headers(self) -> Mapping[str, str]:
        return {"x-api-key": self.api_key}

    def ask(self, subject: Subject) -> Ask | None:
        return self.ask_many([subject]) if subject.company_domain else None

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        # Contacts of one company share a site: it is looked up once.
        sites = dict.fromkeys(f"https://{subject.company_domain}" for subject in subjects)
        return Ask("/v2/lookup", {"urls": ",".join(sites)})

    def read(self, body: object, subject: Subject) -> Reading:
        """Map `[{"url", "technologies"}]`, `[{"url", "crawl": true}]` or `[{"url", "errors"}]`."""
        return self.read_many(body, [subject])[0]

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        if not isinstance(body, list):
            raise WrongShapeError("The body is not a list of sites.")
        sites = {domain_of(text(site, "url")): site for site in sorted(body, key=_is_home)}
        domains = [subject.company_domain for subject in subjects]
        readings = {domain: by_itself(_read_site, sites.get(domain)) for domain in domains}
        return once_billed([(domain, readings[domain]) for domain in domains])

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        left = (section(body) or {}).get("credits")
        if not isinstance(left, int) or isinstance(left, bool):
            raise WrongShapeError("credits is not a number.")
        return (Outcome.FOUND if left > 0 else Outcome.OUT_OF_CREDIT), left

    def billed(self, answer: HttpAnswer, readings: list[Reading]) -> list[Reading]:
        """Return readings with the credits of the header; without it one credit per site."""
        spent = answer.headers.get(CREDITS_SPENT, "")
        if not (spent.isascii() and spent.isdigit()):
            return readings
        shares = deal_out(Decimal(spent), [reading.credits for reading in readings])
        return [replace(each, credits=share) for each, share in zip(readings, shares, strict=True)]

    def outcome_of(self, answer: HttpAnswer) -> Outcome | None:
        # A wrong base URL has the status of a wrong key, but another text.
        if answer.status == FORBIDDEN and NO_SUCH_PATH in self.error_text(answer):
            return Outcome.PROVIDER_ERROR
        return super().outcome_of(answer)

    def refused(self, answer: HttpAnswer, outcome: Outcome, detail: str = "") -> Answer:
        if outcome is Outcome.AUTH_FAILED and answer.status == FORBIDDEN:
            outcome = self._why_forbidden()
        return super().refused(answer, outcome, detail)

    def _why_forbidden(self) -> Outcome:
        """Return the cause of a 403 from the balance, since its text does not name key, credits or plan."""
        balance = self.check_health(BALANCE_TIMEOUT)
        if balance is None or balance.outcome in INCONCLUSIVE:
            return Outcome.PROVIDER_ERROR
        if not balance.is_healthy:
            return balance.outcome
        enough = balance.credits_left is not None and balance.credits_left >= self.batch_size
        return Outcome.FORBIDDEN_PLAN if enough else Outcome.OUT_OF_CREDIT


def _is_home(site: object) -> bool:
    """Return whether this is the main site of the company, which precedes others."""
    url = text(site, "url").rstrip("/")
    return url.endswith((f"//{domain_of(url)}", f"//www.{domain_of(url)}"))


def _read_site(site: object) -> Reading:
    if site is None:
        raise WrongShapeError("The answer leaves this site out.")
    if errors := items(site, "errors"):
        return Reading(Outcome.PROVIDER_ERROR, detail=f"Wappalyzer: {errors[0]}")
    if (section(site) or {}).get("crawl") is True:
        return Reading(Outcome.PENDING, credits=Decimal(1), reference=text(site, "url"))
    technologies = (section(site) or {}).get("technologies")
    if not isinstance(technologies, list):
        raise WrongShapeError("The site has no list of technologies.")
    names = technology_names(text(each, "name") or text(each, "slug") for each in technologies)
    stack = findings([(Field.TECH_STACK, names, DETECTED)])
    return Reading(Outcome.FOUND if stack else Outcome.NOT_FOUND, stack, credits=Decimal(1))
