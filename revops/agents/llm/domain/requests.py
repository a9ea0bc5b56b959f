"""What is asked of a model."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from mauntic.kernel.values.stored_text import with_replaced

MOST_TOKENS = 8_000
"""The highest ceiling of an answer: a longer one would take longer than a job may."""
MOST_SEARCHES = 10


class Agent(StrEnum):
    """Who asks: each has a switch, a model and a budget."""

    RESEARCH = "research"
    SDR = "sdr"
    REPLIES = "replies"
    INSPECTOR = "inspector"
    COACH = "coach"
    COPILOT = "copilot"


class ClosedAnswer(BaseModel):
    """The base of all schemas of answers: keys that the schema lacks are refused.

    Give no field a default, since a vendor's strict mode requires them all: write `str | None` instead.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


T = TypeVar("T", bound=ClosedAnswer | None)
"""The schema of the answer; None for plain text."""


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Text of a stranger, such as a page or a mail: a JSON string in the message, which it cannot close.

    Args:
        label: what it is, in our words ("page", "reply").
        text: cut to size by the caller: encoding after the cut keeps the string whole.
    """

    label: str
    text: str

    def __str__(self) -> str:
        # Half a surrogate pair cannot be sent: a stranger's text could stop its own reading.
        return json.dumps({"untrusted": self.label, "text": with_replaced(self.text)}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class WebSearch:
    """Leave to search the web with the vendor's own tool, at most `max_uses` times.

    `allowed_domains` limits the results; empty allows all.
    """

    max_uses: int
    allowed_domains: tuple[str, ...] = ()


# No slots: typing sets an attribute on instances of `LlmRequest[None]`.
@dataclass(frozen=True, kw_only=True)
class LlmRequest(Generic[T]):
    """One call of a model. It gets no tools, unless `search` allows the vendor's web search.

    Args:
        system: our instructions, without any text of strangers.
        user: the parts of the message, in order.
        schema: the answer as a class; None for plain text, as `LlmRequest[None]`.
        max_tokens: the ceiling of the answer, which also sets the time limit.
        search: None for no tools.

    Raises: `ValueError` for an empty request, a ceiling out of range, or a schema that is not closed.
    """

    system: str
    user: tuple[str | Untrusted, ...]
    schema: type[T] | None = None
    max_tokens: int = 1_024
    search: WebSearch | None = None

    def __post_init__(self) -> None:
        if not self.system.strip() or not any(str(part).strip() for part in self.user):
            raise ValueError("A request needs instructions and a message.")
        if not 1 <= self.max_tokens <= MOST_TOKENS:
            raise ValueError(f"max_tokens must be from 1 to {MOST_TOKENS}.")
        if self.search and not 1 <= self.search.max_uses <= MOST_SEARCHES:
            raise ValueError(f"max_uses must be from 1 to {MOST_SEARCHES}.")
        if self.schema is not None and not is_closed(self.json_schema):
            raise ValueError(f"{self.schema.__name__} must be a ClosedAnswer whose fields have no defaults.")

    @property
    def message(self) -> str:
        """Return the parts as one message."""
        return "\n\n".join(map(str, self.user))

    @property
    def json_schema(self) -> dict[str, object]:
        """Return the JSON schema of the answer; empty for plain text."""
        return cast("type[ClosedAnswer]", self.schema).model_json_schema() if self.schema else {}

    @property
    def schema_name(self) -> str:
        """Return the name of the schema as vendors want it."""
        return self.schema.__name__ if self.schema else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why a model is called: stored with the run, and shown.

    Args:
        agent: who asks and pays.
        prompt: the name of the prompt, such as "research.read".
        version: the version of the prompt.
        instructions: the version of the house instructions, set when the call is made; 0 for none.
        contact_id: whose data the call contains: the run is erased with the contact.
        company_id: the company that it is about.
        evidence: what the answer may rest on, such as [{"kind": "snapshot", "id": …, "url": …}]; JSON.
    """

    agent: Agent
    prompt: str
    version: int = 1
    instructions: int = 0
    contact_id: UUID | None = None
    company_id: UUID | None = None
    evidence: tuple[Mapping[str, object], ...] = field(default=())


def is_closed(schema: object) -> bool:
    """Return whether all objects of a JSON schema refuse other keys and require all of their own."""
    if isinstance(schema, list):
        return all(map(is_closed, schema))
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object" and not (
        schema.get("additionalProperties") is False
        and set(schema.get("required", ())) == set(schema.get("properties", {}))
    ):
        return False
    return all(map(is_closed, schema.values()))
