"""What a call costs, in US dollars."""

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from math import ceil
from typing import Any

from revops.agents.llm.domain.answers import Usage
from revops.agents.llm.domain.requests import LlmRequest

MILLION, THOUSAND = 1_000_000, 1_000
STEP = Decimal("0.000001")
BYTES_PER_TOKEN = 3
"""Fewer than any tokenizer takes of plain text, so that a reservation covers the call."""
SEARCH_TOKENS = 10_000
"""Tokens of results that a search adds to the input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """The prices of a model: US dollars per million tokens, and per thousand searches."""

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write: Decimal
    search: Decimal = Decimal(0)


def cost_of(usage: Usage, prices: Prices) -> Decimal:
    """Return what the vendor bills, rounded up to a millionth of a dollar."""
    tokens = (
        usage.input_tokens * prices.input
        + usage.output_tokens * prices.output
        + usage.cache_read_tokens * prices.cache_read
        + usage.cache_write_tokens * prices.cache_write
    )
    return _rounded(tokens / MILLION + usage.searches * prices.search / THOUSAND)


def most_of(request: LlmRequest[Any], prices: Prices, *, tokens: int) -> Decimal:
    """Return the most that a call can cost, which is reserved before it.

    Args:
        request: what is asked; its letters are counted, since asking the vendor would be another call.
        prices: of the model.
        tokens: the ceiling of the answer, thinking included.
    """
    searches = request.search.max_uses if request.search else 0
    read = input_tokens(request) + searches * SEARCH_TOKENS
    # The dearer of both: a vendor may put the input into its cache.
    dear = max(prices.input, prices.cache_write)
    return _rounded((read * dear + tokens * prices.output) / MILLION + searches * prices.search / THOUSAND)


def input_tokens(request: LlmRequest[Any]) -> int:
    """Return an upper estimate of the tokens of a request, its schema included."""
    texts = (request.system, request.message, str(request.json_schema or ""))
    return ceil(sum(len(text.encode()) for text in texts) / BYTES_PER_TOKEN)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(STEP, rounding=ROUND_UP)
