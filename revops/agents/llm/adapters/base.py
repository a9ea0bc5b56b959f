"""What a vendor of models does."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx2

from mauntic.kernel.sdk_client import guarded_client
from revops.agents.llm.domain.answers import Reply
from revops.agents.llm.domain.requests import LlmRequest


@dataclass(frozen=True, slots=True)
class Limits:
    """The ceiling of the answer in tokens, thinking included, and the seconds that it may take."""

    tokens: int
    seconds: float


class LlmVendor(ABC):
    """An account with a vendor. All methods raise `LlmError` for what the other side says or fails to say.

    No method repeats a call: each is reserved in the budget.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    default_base_url: ClassVar[str]
    needs_key: ClassVar[bool] = True
    can_search: ClassVar[bool] = True
    may_be_private: ClassVar[bool] = False
    """Whether the server may be one of the organization's own network, if the operator allows that."""

    def __init__(self, *, key: str, base_url: str = "", private: bool = False) -> None:
        self.key = key
        self.base_url = base_url or self.default_base_url
        self.private = private and self.may_be_private

    @abstractmethod
    def ask(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Reply:
        """Return the whole reply."""

    @abstractmethod
    def pieces(self, request: LlmRequest[Any], *, model: str, limits: Limits) -> Iterator[str | Reply]:
        """Yield the text as it comes, then the reply. Closing the generator ends the call."""

    @abstractmethod
    def check(self, *, model: str, seconds: float) -> None:
        """Ask for the model without using it, which costs nothing."""

    def http(self, seconds: float) -> httpx2.Client:
        """Return the client of one call."""
        return guarded_client(within=seconds, private=self.private)
