"""What a model answers, and what it used for it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic
from uuid import UUID

from revops.agents.llm.domain.requests import T


class StopReason(StrEnum):
    """Why the model stopped writing."""

    END = "end"
    CUT_OFF = "cut_off"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What the vendor counted. `input_tokens` excludes those of the cache; `output_tokens` has all output."""

    input_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    output_tokens: int = 0
    searches: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a web search found. `date` is when it was published, as the vendor writes it."""

    url: str
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one call of a vendor gave, before anybody looks at whether it can be used.

    `usage` is None if the vendor did not say. `model` is the name that the vendor gives. `search_problem` is
    why its web search failed, in the vendor's word.
    """

    text: str
    stop: StopReason
    usage: Usage | None
    model: str = ""
    sources: tuple[Source, ...] = ()
    search_problem: str = ""


@dataclass(frozen=True, kw_only=True)
class LlmAnswer(Generic[T]):
    """The whole answer of a model, which is paid.

    Args:
        data: the answer as the schema of the request; None for plain text.
        text: the answer as it came.
        stop: why the model stopped; always the end, since `complete` raises for the other reasons.
        usage: the tokens and searches of the call that answered.
        cost: US dollars of all calls that the answer took, repeated ones included.
        vendor: the slug of the account.
        model: the name of the model, as the vendor gives it.
        run_id: the stored run.
        sources: pages of the web search.
        search_problem: why the web search failed, in the vendor's word.
    """

    data: T
    text: str
    stop: StopReason
    usage: Usage
    cost: Decimal
    vendor: str
    model: str
    run_id: UUID
    sources: tuple[Source, ...] = ()
    search_problem: str = ""
