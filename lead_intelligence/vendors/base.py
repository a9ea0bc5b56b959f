"""What all vendors share: one call, and every way it can end told as data.

To add a vendor: write its file with a subclass of `Vendor`, add it to `registry`, and give it a test file
with its traps. A vendor never raises for what the other side did or did not answer.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from lead_intelligence.domain.answers import Answer, FieldValue, Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import Outcome
from mauntic.kernel.errors import VendorError
from mauntic.kernel.http import HttpAnswer, HttpClient

STATUSES: Mapping[int, Outcome] = {
    202: Outcome.PENDING,
    204: Outcome.NOT_FOUND,
    400: Outcome.INVALID_INPUT,
    401: Outcome.AUTH_FAILED,
    402: Outcome.OUT_OF_CREDIT,
    403: Outcome.FORBIDDEN_PLAN,
    404: Outcome.NOT_FOUND,
    422: Outcome.INVALID_INPUT,
    429: Outcome.RATE_LIMITED,
    451: Outcome.LEGAL_BLOCK,
}
"""What a status means where the vendor has no meaning of its own for it."""

PAUSES: Mapping[Outcome, float] = {Outcome.RATE_LIMITED: 60.0, Outcome.PENDING: 60.0}
"""Seconds to wait where the vendor does not say."""

OK = 200
DETAIL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """The one call of a look-up."""

    path: str
    params: Mapping[str, str]
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body says; `credits` is how many look-ups the vendor bills for it."""

    outcome: Outcome
    values: Mapping[Field, FieldValue] = field(default_factory=dict)
    credits: Decimal = Decimal(0)
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """What the vendor's free endpoint says of the account; `credits_left` is None when it does not tell."""

    outcome: Outcome
    latency_ms: int
    credits_left: int | None = None
    detail: str = ""

    @property
    def is_healthy(self) -> bool:
        """A look-up made now would be served."""
        return self.outcome is Outcome.FOUND


class Vendor(ABC):
    """An account with a vendor."""

    slug: ClassVar[str]
    name: ClassVar[str]
    supported_fields: ClassVar[frozenset[Field]]
    default_base_url: ClassVar[str]
    default_cost: ClassVar[Decimal]
    """US dollars for the dearest look-up; a starting point for the organization's own price."""
    enabled_by_default: ClassVar[bool] = True
    batch_supported: ClassVar[bool] = False
    statuses: ClassVar[Mapping[int, Outcome]] = STATUSES
    billed_statuses: ClassVar[frozenset[int]] = frozenset()
    """Statuses that cost a look-up even when the body holds nothing."""
    pauses: ClassVar[Mapping[Outcome, float]] = PAUSES
    health_path: ClassVar[str] = ""

    def __init__(
        self, *, api_key: str, http: HttpClient, base_url: str = "", cost_per_lookup: Decimal | None = None
    ) -> None:
        self.api_key = api_key.strip()
        self.http = http
        self.base_url = (base_url or self.default_base_url).rstrip("/")
        self.cost_per_lookup = self.default_cost if cost_per_lookup is None else cost_per_lookup

    def can_look_up(self, subject: Subject) -> bool:
        """Whether enough is known of the lead to ask this vendor."""
        return self.ask(subject) is not None

    def look_up(self, subject: Subject, timeout: float) -> Answer:
        """Ask for one lead with one call of at most `timeout` seconds. Nothing is raised, nor asked twice."""
        ask = self.ask(subject)
        if ask is None:
            return Answer(outcome=Outcome.INVALID_INPUT, detail=f"{self.name} needs more than is known.")
        answer = self._call(ask, timeout)
        return self._read(answer, subject) if isinstance(answer, HttpAnswer) else answer

    def check_health(self, timeout: float) -> Health | None:
        """Ask the vendor's free endpoint; None when it has none. Never a billed look-up."""
        if not self.health_path:
            return None
        answer = self._call(Ask(self.health_path, {}), timeout)
        if isinstance(answer, Answer):
            return Health(answer.outcome, answer.latency_ms, detail=answer.detail)
        outcome, credits_left = self.outcome_of(answer), None
        if outcome is None:
            try:
                outcome, credits_left = self.read_health(answer.json())
            except ValueError as error:
                return Health(Outcome.MALFORMED, answer.duration_ms, detail=str(error))
        return Health(outcome, answer.duration_ms, credits_left)

    @abstractmethod
    def headers(self) -> Mapping[str, str]:
        """The headers that carry the key."""

    @abstractmethod
    def ask(self, subject: Subject) -> Ask | None:
        """The call for this lead, or None when too little is known."""

    @abstractmethod
    def read(self, body: object, subject: Subject) -> Reading:
        """Map the body of a 200; `ValueError` for a shape that is not the vendor's."""

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        """Map the free endpoint's body to FOUND (served) or a refusal, and the credits left."""
        raise NotImplementedError

    def outcome_of(self, answer: HttpAnswer) -> Outcome | None:
        """What the status alone tells; None when the body must be read."""
        if answer.status == OK:
            return None
        return self.statuses.get(answer.status, Outcome.PROVIDER_ERROR)

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        """Seconds to wait, by the vendor's word or else its documented limits; None when there is no need."""
        told = answer.retry_after()
        return self.pauses.get(outcome) if told is None else told

    def _call(self, ask: Ask, timeout: float) -> HttpAnswer | Answer:
        started = time.monotonic()
        try:
            return self.http.request(
                ask.method,
                f"{self.base_url}{ask.path}",
                params={name: value for name, value in ask.params.items() if value},
                headers={"Accept": "application/json", **self.headers()},
                timeout=timeout,
            )
        except VendorError as error:
            latency = round((time.monotonic() - started) * 1000)
            return Answer(outcome=Outcome.TRANSPORT_ERROR, latency_ms=latency, detail=error.message)

    def _read(self, answer: HttpAnswer, subject: Subject) -> Answer:
        outcome, detail = self.outcome_of(answer), ""
        if outcome is None:
            try:
                reading = self.read(answer.json(), subject)
            except ValueError as error:
                outcome, detail = Outcome.MALFORMED, str(error)
        if outcome is not None:
            billed = Decimal(answer.status in self.billed_statuses)
            reading, detail = Reading(outcome, credits=billed), detail or self._quote(answer)
        return Answer(
            outcome=reading.outcome,
            values=reading.values,
            cost=reading.credits * self.cost_per_lookup,
            http_status=answer.status,
            latency_ms=answer.duration_ms,
            retry_after=self.retry_after(answer, reading.outcome),
            request_id=reading.request_id,
            detail=detail,
        )

    def _quote(self, answer: HttpAnswer) -> str:
        said = " ".join(answer.body.decode(errors="replace").split())
        if self.api_key:
            said = said.replace(self.api_key, "(key)")
        return f"{self.name} answered {answer.status}: {said[:DETAIL_LENGTH]}".rstrip(": ")
