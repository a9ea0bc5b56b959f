"""What all vendors share: one call, and every way it can end told as data.

To add a vendor: write its file with a subclass of `Vendor`, add it to `registry`, and give it a test file
with its traps. A vendor never raises for what the other side did or did not answer.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome
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
    """The one call of a look-up. `json` or `form` is the body; `path` may be a whole URL on another host.

    `headers` are those of this call alone, beside or in the place of the vendor's.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    json: object = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a body says of one lead; `credits` is how many look-ups the vendor bills for it.

    `reference` is the vendor's name for an answer that is still pending: it is polled by that.
    """

    outcome: Outcome
    values: Mapping[Field, FieldValue] = field(default_factory=dict)
    credits: Decimal = Decimal(0)
    request_id: str = ""
    reference: str = ""
    detail: str = ""


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
    batch_size: ClassVar[int] = 1
    """Leads that one call can ask for; above 1 the vendor has a bulk endpoint (`ask_many`, `read_many`)."""
    poll_after: ClassVar[Sequence[float]] = (10.0, 30.0, 60.0)
    """Seconds to wait before each further look for a pending answer; after the last it is given up."""
    options: ClassVar[Mapping[str, str]] = {}
    """What the account needs beside the key: name in the provider's config, and label on its form."""
    address_options: ClassVar[Mapping[str, str]] = {}
    """Those of the options that are addresses to which the key is sent, with what the vendor documents."""
    statuses: ClassVar[Mapping[int, Outcome]] = STATUSES
    bills_promises: ClassVar[bool] = False
    """A pending answer is billed when it is promised; what comes of it, even a miss, is not billed again."""
    billed_statuses: ClassVar[frozenset[int]] = frozenset()
    """Statuses that cost a look-up even when the body holds nothing."""
    pauses: ClassVar[Mapping[Outcome, float]] = PAUSES
    health_path: ClassVar[str] = ""
    request_id_header: ClassVar[str] = ""
    """Where the vendor tells the id of the call, if not in the body."""

    def __init__(
        self,
        *,
        api_key: str,
        http: HttpClient,
        base_url: str = "",
        cost_per_lookup: Decimal | None = None,
        config: Mapping[str, str] | None = None,
    ) -> None:
        self.api_key = api_key.strip()
        self.config = dict(config or {})
        self.http = http
        self.base_url = (base_url or self.default_base_url).rstrip("/")
        self.cost_per_lookup = self.default_cost if cost_per_lookup is None else cost_per_lookup

    def address(self, option: str) -> str:
        """The address of that option: the account's own, or else the documented one."""
        return self.config.get(option) or self.address_options[option]

    def can_look_up(self, subject: Subject) -> bool:
        """Whether enough is known of the lead to ask this vendor."""
        return self.ask(subject) is not None

    def look_up(self, subject: Subject, timeout: float) -> Answer:
        """Ask for one lead with one call of at most `timeout` seconds. Nothing is raised, nor asked twice."""
        ask = self.ask(subject)
        if ask is None:
            return Answer(
                outcome=Outcome.INVALID_INPUT,
                detail=_("{vendor} needs more data of the lead.").format(vendor=self.name),
            )
        answer = self._call(ask, timeout)
        return self._read(answer, subject, self.read) if isinstance(answer, HttpAnswer) else answer

    def bulk_kind(self, subject: Subject) -> str:  # noqa: ARG002 (for vendors that tell leads apart)
        """Leads of one kind may share a call; empty for a lead that is asked for alone."""
        return "lead" if self.batch_size > 1 else ""

    def look_up_many(self, subjects: Sequence[Subject], timeout: float) -> list[Answer]:
        """Ask for up to `batch_size` leads with one call; an answer for each, in their order.

        Only for subjects that `can_look_up` accepts, and several only of the same `bulk_kind`.
        """
        if len(subjects) == 1:
            return [self.look_up(subjects[0], timeout)]
        answer = self._call(self.ask_many(subjects), timeout)
        if isinstance(answer, HttpAnswer):
            return self._read_many(answer, subjects)
        return [answer] * len(subjects)

    def poll(self, reference: str, subject: Subject, timeout: float) -> Answer:
        """Look whether the pending answer of that `reference` has come. A poll costs nothing by itself."""
        answer = self._call(self.ask_again(reference, subject), timeout)
        if not isinstance(answer, HttpAnswer):
            return answer
        told = self._read(answer, subject, lambda body, lead: self.read_again(body, lead, reference))
        return replace(told, cost=Decimal(0)) if self.bills_promises else told

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

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        """The one call for several leads."""
        raise NotImplementedError

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        """Map the body of a 200 to a reading for each lead, in their order, whatever the body's order is."""
        raise NotImplementedError

    def ask_again(self, reference: str, subject: Subject) -> Ask:  # noqa: ARG002 (for vendors that give one)
        """The call that looks for a pending answer: the same one again, unless the vendor has another."""
        return self.ask(subject) or Ask("")

    def read_again(self, body: object, subject: Subject, reference: str) -> Reading:  # noqa: ARG002 (as above)
        """Map the body of such a call."""
        return self.read(body, subject)

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

    def billed(self, answer: HttpAnswer, readings: list[Reading]) -> list[Reading]:  # noqa: ARG002 (as above)
        """The readings of an answer with their bill, for vendors that tell it in a header."""
        return readings

    def refused(self, answer: HttpAnswer, outcome: Outcome, detail: str = "") -> Answer:
        """The answer of a status or body that tells nothing of the lead."""
        billed = Decimal(answer.status in self.billed_statuses)
        return self._told(answer, Reading(outcome, credits=billed, detail=detail or self._quote(answer)))

    def said(self, answer: HttpAnswer) -> str:
        """The vendor's words in a refusal."""
        return answer.body.decode(errors="replace")

    def _call(self, ask: Ask, timeout: float) -> HttpAnswer | Answer:
        started = time.monotonic()
        try:
            return self.http.request(
                ask.method,
                ask.path if "://" in ask.path else f"{self.base_url}{ask.path}",
                params={name: value for name, value in ask.params.items() if value},
                headers={"Accept": "application/json", **self.headers(), **ask.headers},
                json=ask.json,
                data=ask.form,
                timeout=timeout,
            )
        except VendorError as error:
            latency = round((time.monotonic() - started) * 1000)
            return Answer(outcome=Outcome.TRANSPORT_ERROR, latency_ms=latency, detail=error.message)

    def _read(
        self, answer: HttpAnswer, subject: Subject, read: Callable[[object, Subject], Reading]
    ) -> Answer:
        outcome, detail = self.outcome_of(answer), ""
        if outcome is None:
            try:
                (reading,) = self.billed(answer, [read(answer.json(), subject)])
                return self._told(answer, reading)
            except ValueError as error:
                outcome, detail = Outcome.MALFORMED, str(error)
        return self.refused(answer, outcome, detail)

    def _read_many(self, answer: HttpAnswer, subjects: Sequence[Subject]) -> list[Answer]:
        outcome, detail = self.outcome_of(answer), ""
        if outcome is None:
            try:
                readings = self.billed(answer, self.read_many(answer.json(), subjects))
                return [self._told(answer, reading) for reading in readings]
            except ValueError as error:
                outcome, detail = Outcome.MALFORMED, str(error)
        return [self.refused(answer, outcome, detail)] * len(subjects)

    def _told(self, answer: HttpAnswer, reading: Reading) -> Answer:
        return Answer(
            outcome=reading.outcome,
            values=reading.values,
            cost=reading.credits * self.cost_per_lookup,
            http_status=answer.status,
            latency_ms=answer.duration_ms,
            retry_after=self.retry_after(answer, reading.outcome),
            request_id=reading.request_id or answer.headers.get(self.request_id_header, ""),
            reference=reading.reference,
            detail=self._without_key(reading.detail),
        )

    def _quote(self, answer: HttpAnswer) -> str:
        said = self._without_key(" ".join(self.said(answer).split()))
        return f"{self.name} answered {answer.status}: {said[:DETAIL_LENGTH]}".rstrip(": ")

    def _without_key(self, said: str) -> str:
        return said.replace(self.api_key, "(key)") if self.api_key else said


def once_billed(readings: Iterable[tuple[str, Reading]]) -> list[Reading]:
    """Readings by what was asked for: leads that share an answer, such as colleagues, share its bill."""
    seen: set[str] = set()
    told = []
    for asked, reading in readings:
        told.append(replace(reading, credits=Decimal(0)) if asked in seen else reading)
        seen.add(asked)
    return told


def by_itself(read: Callable[..., Reading], *parts: object) -> Reading:
    """One lead's reading out of a bulk answer: what makes no sense for it spoils no other's."""
    try:
        return read(*parts)
    except ValueError as error:
        return Reading(Outcome.MALFORMED, detail=str(error))
