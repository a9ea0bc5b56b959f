"""Models that the form suggests, with the list prices of a day. An organization enters its own."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from revops.agents.llm.domain.prices import Prices

PRICED_ON = date(2026, 10, 13)
"""The day on which these prices were read. Source: the vendors' pages of prices."""
SEARCH_PRICE = Decimal(10)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A model of a vendor. `thinking` are tokens that it writes before its answer, which are paid."""

    vendor: str
    name: str
    prices: Prices
    thinking: int


def _prices(input_: str, output: str, read: str, write: str) -> Prices:
    given = (Decimal(each) for each in (input_, output, read, write))
    return Prices(
        **dict(zip(("input", "output", "cache_read", "cache_write"), given, strict=True)), search=SEARCH_PRICE
    )


SUGGESTIONS = (
    Suggestion("anthropic", "claude-sonnet-5-5", _prices("2", "10", "0.20", "2.50"), 4_000),
    Suggestion("anthropic", "claude-haiku-4-5", _prices("1", "5", "0.10", "1.25"), 0),
    Suggestion("anthropic", "claude-opus-5-5", _prices("4", "20", "0.20", "5"), 4_000),
    Suggestion("openai", "gpt-6-luna", _prices("0.10", "0.50", "0.01", "0.125"), 4_000),
    Suggestion("openai", "gpt-6-sol", _prices("2", "10", "0.20", "2.50"), 4_000),
)


def suggestions(vendor: str) -> list[Suggestion]:
    """Return the suggested models of a vendor."""
    return [each for each in SUGGESTIONS if each.vendor == vendor]
