"""The base class of vendors: one call, and each possible result as data.

To add a vendor, write a subclass of `Vendor` in a file of its own, add it to `registry`, and test its
peculiarities. A vendor raises no error for anything that the other side responds or fails to respond.
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
from mauntic.kernel.translation import StrPromise

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
"""The default meaning of each status."""

PAUSES: Mapping[Outcome, float] = {Outcome.RATE_LIMITED: 60.0, Outcome.PENDING: 60.0}
"""Seconds to wait if the vendor does not say."""

OK = 200
DETAIL_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """The request of a lookup. `json` or `form` is the body. `path` may be a URL on another host.

    `headers` add to the headers of the vendor, or replace them.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    json: object = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result for one lead. `credits` is the number of billed lookups.

    `reference` identifies a pending result, to poll it.
    """

    outcome: Outcome
    values: Mapping[Field, FieldValue] = field(default_factory=dict)
    credits: Decimal = Decimal(0)
    request_id: str = ""
    reference: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the account, from the vendor's free endpoint. `credits_left` is None if unknown."""

    outcome: Outcome
    latency_ms: int
    credits_left: int | None = None
    detail: str = ""

    @property
    def is_healthy(self) -> bool:
        """Whether the vendor accepts lookups."""
        return self.outcome is Outcome.FOUND


class Vendor(ABC):
    """An account with a vendor."""

    slug: ClassVar[str]
    name: ClassVar[str]
    supported_fields: ClassVar[frozenset[Field]]
    default_base_url: ClassVar[str]
    default_cost: ClassVar[Decimal]
    """US dollars for the most expensive lookup, until the organization sets its own price."""
    enabled_by_default: ClassVar[bool] = True
    batch_size: ClassVar[int] = 1
    """Leads per request. Above 1 the vendor has a bulk endpoint (`ask_many`, `read_many`)."""
    poll_after: ClassVar[Sequence[float]] = (10.0, 30.0, 60.0)
    """Seconds to wait before each poll of a pending result. The last poll ends the wait."""
    options: ClassVar[Mapping[str, str | StrPromise]] = {}
    """Settings of the account besides the key: the name in the config, and the label on the form."""
    address_options: ClassVar[Mapping[str, str]] = {}
    """The options that are URLs to which the key is sent, with the documented URLs."""
    statuses: ClassVar[Mapping[int, Outcome]] = STATUSES
    bills_promises: ClassVar[bool] = False
    """Whether a pending result is billed at once. Its final result, even a miss, is not billed again."""
    billed_statuses: ClassVar[frozenset[int]] = frozenset()
    """Statuses that cost a lookup even without a result."""
    pauses: ClassVar[Mapping[Outcome, float]] = PAUSES
    health_path: ClassVar[str] = ""
    request_id_header: ClassVar[str] = ""
    """The header with the id of the call, if it is not in the body."""

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
        """Return the URL of an option: that of the account, by default the documented one."""
        return self.config.get(option) or self.address_options[option]

    def can_look_up(self, subject: Subject) -> bool:
        """Return whether the lead has enough data for this vendor."""
        return self.ask(subject) is not None

    def look_up(self, subject: Subject, timeout: float) -> Answer:
        """Look up one lead in one call of at most `timeout` seconds. Raises nothing and does not retry."""
        ask = self.ask(subject)
        if ask is None:
            return Answer(
                outcome=Outcome.INVALID_INPUT,
                detail=_("{vendor} needs more data of the lead.").format(vendor=self.name),
            )
        answer = self._call(ask, timeout)
        return self._read(answer, subject, self.read) if isinstance(answer, HttpAnswer) else answer

    def bulk_kind(self, subject: Subject) -> str:  # noqa: ARG002 (for vendors that distinguish leads)
        """Return the kind of input. Leads of one kind may share a request; empty for a request of its own."""
        return "lead" if self.batch_size > 1 else ""

    def look_up_many(self, subjects: Sequence[Subject], timeout: float) -> list[Answer]:
        """Look up several leads in one call, at most `batch_size`.

        Args:
            subjects: accepted by `can_look_up`, and of the same `bulk_kind`.
            timeout: in seconds.

        Returns: an answer for each lead, in their order.
        """
        if len(subjects) == 1:
            return [self.look_up(subjects[0], timeout)]
        answer = self._call(self.ask_many(subjects), timeout)
        if isinstance(answer, HttpAnswer):
            return self._read_many(answer, subjects)
        return [answer] * len(subjects)

    def poll(self, reference: str, subject: Subject, timeout: float) -> Answer:
        """Poll a pending result by its `reference`. Polls are free."""
        answer = self._call(self.ask_again(reference, subject), timeout)
        if not isinstance(answer, HttpAnswer):
            return answer
        result = self._read(answer, subject, lambda body, lead: self.read_again(body, lead, reference))
        return replace(result, cost=Decimal(0)) if self.bills_promises else result

    def check_health(self, timeout: float) -> Health | None:
        """Call the vendor's free endpoint; None if it has none. Never costs a lookup."""
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
        """Return the headers with the key."""

    @abstractmethod
    def ask(self, subject: Subject) -> Ask | None:
        """Return the request for a lead; None if it has too little data."""

    @abstractmethod
    def read(self, body: object, subject: Subject) -> Reading:
        """Map the body of a 200. Raises `ValueError` for an undocumented shape."""

    def ask_many(self, subjects: Sequence[Subject]) -> Ask:
        """Return the request for several leads."""
        raise NotImplementedError

    def read_many(self, body: object, subjects: Sequence[Subject]) -> list[Reading]:
        """Map the body of a 200 to a reading for each lead, in the order of the leads."""
        raise NotImplementedError

    def ask_again(self, reference: str, subject: Subject) -> Ask:  # noqa: ARG002 (for vendors with references)
        """Return the request that polls a pending result, by default the same as `ask`."""
        return self.ask(subject) or Ask("")

    def read_again(self, body: object, subject: Subject, reference: str) -> Reading:  # noqa: ARG002 (as above)
        """Map the body of a poll."""
        return self.read(body, subject)

    def read_health(self, body: object) -> tuple[Outcome, int | None]:
        """Map the body of the free endpoint to FOUND or an error, and the credits left."""
        raise NotImplementedError

    def outcome_of(self, answer: HttpAnswer) -> Outcome | None:
        """Return the outcome of a status; None if the body decides."""
        if answer.status == OK:
            return None
        return self.statuses.get(answer.status, Outcome.PROVIDER_ERROR)

    def retry_after(self, answer: HttpAnswer, outcome: Outcome) -> float | None:
        """Return the seconds to wait, as the vendor says or documents; None without a wait."""
        seconds = answer.retry_after()
        return self.pauses.get(outcome) if seconds is None else seconds

    def billed(self, answer: HttpAnswer, readings: list[Reading]) -> list[Reading]:  # noqa: ARG002 (as above)
        """Return readings with their credits, for vendors that send those in a header."""
        return readings

    def refused(self, answer: HttpAnswer, outcome: Outcome, detail: str = "") -> Answer:
        """Return the answer for a status or body that says nothing about the lead."""
        billed = Decimal(answer.status in self.billed_statuses)
        return self._answer(answer, Reading(outcome, credits=billed, detail=detail or self._quote(answer)))

    def error_text(self, answer: HttpAnswer) -> str:
        """Return the text of an error of the vendor."""
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
                return self._answer(answer, reading)
            except ValueError as error:
                outcome, detail = Outcome.MALFORMED, str(error)
        return self.refused(answer, outcome, detail)

    def _read_many(self, answer: HttpAnswer, subjects: Sequence[Subject]) -> list[Answer]:
        outcome, detail = self.outcome_of(answer), ""
        if outcome is None:
            try:
                readings = self.billed(answer, self.read_many(answer.json(), subjects))
                return [self._answer(answer, reading) for reading in readings]
            except ValueError as error:
                outcome, detail = Outcome.MALFORMED, str(error)
        return [self.refused(answer, outcome, detail)] * len(subjects)

    def _answer(self, answer: HttpAnswer, reading: Reading) -> Answer:
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
        quote = self._without_key(" ".join(self.error_text(answer).split()))[:DETAIL_LENGTH]
        text = _("{vendor} answered {status}: {quote}") if quote else _("{vendor} answered {status}")
        return text.format(vendor=self.name, status=answer.status, quote=quote)

    def _without_key(self, text: str) -> str:
        return text.replace(self.api_key, "(key)") if self.api_key else text


def once_billed(readings: Iterable[tuple[str, Reading]]) -> list[Reading]:
    """Return the readings, given by what was looked up. Leads with the same lookup are billed once."""
    seen: set[str] = set()
    billed = []
    for asked, reading in readings:
        billed.append(replace(reading, credits=Decimal(0)) if asked in seen else reading)
        seen.add(asked)
    return billed


def by_itself(read: Callable[..., Reading], *parts: object) -> Reading:
    """Return the reading of one lead in a bulk answer. An unreadable part does not affect other leads."""
    try:
        return read(*parts)
    except ValueError as error:
        return Reading(Outcome.MALFORMED, detail=str(error))
