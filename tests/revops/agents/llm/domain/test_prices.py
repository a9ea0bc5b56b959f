from decimal import Decimal

import pytest

from revops.agents.llm.domain.answers import Usage
from revops.agents.llm.domain.catalog import PRICED_ON, SUGGESTIONS, suggestions
from revops.agents.llm.domain.ceilings import MOST_THINKING, seconds_for
from revops.agents.llm.domain.prices import Prices, cost_of, input_tokens, most_of
from revops.agents.llm.domain.requests import MOST_TOKENS, ClosedAnswer, LlmRequest, WebSearch

PRICES = Prices(
    input=Decimal(2),
    output=Decimal(10),
    cache_read=Decimal("0.2"),
    cache_write=Decimal("2.5"),
    search=Decimal(10),
)


class Answer(ClosedAnswer):
    text: str


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        (Usage(), "0"),
        (Usage(input_tokens=1_000_000), "2"),
        (Usage(output_tokens=1_000), "0.01"),
        (Usage(cache_read_tokens=1_000_000, cache_write_tokens=1_000_000), "2.7"),
        (Usage(searches=3), "0.03"),
        (Usage(input_tokens=1), "0.000002"),
        (Usage(cache_read_tokens=1), "0.000001"),  # rounded up, never away
    ],
)
def test_the_cost_is_what_the_vendor_bills(usage, cost):
    assert cost_of(usage, PRICES) == Decimal(cost)


def test_the_reservation_covers_the_dearest_call():
    request = LlmRequest(system="Read.", user=("x" * 3_000,), schema=Answer, search=WebSearch(2))
    most = most_of(request, PRICES, tokens=1_000)
    tokens = input_tokens(request)
    assert tokens > 1_000
    worst = Usage(cache_write_tokens=tokens + 20_000, output_tokens=1_000, searches=2)
    assert most == cost_of(worst, PRICES)


@pytest.mark.parametrize(("text", "tokens"), [("word" * 300, 402), ("株式会社" * 100, 402)])
def test_tokens_are_estimated_by_bytes_since_other_scripts_take_more(text, tokens):
    assert input_tokens(LlmRequest[None](system="System", user=(text,))) == tokens


def test_the_time_limit_grows_with_the_ceiling_and_stays_below_that_of_a_job():
    assert seconds_for(300) == 30
    assert seconds_for(MOST_TOKENS + MOST_THINKING) < 600


@pytest.mark.parametrize("suggestion", SUGGESTIONS, ids=lambda each: each.name)
def test_suggested_prices_are_complete(suggestion):
    prices = suggestion.prices
    assert 0 < prices.cache_read < prices.input <= prices.cache_write < prices.output
    assert 0 <= suggestion.thinking <= MOST_THINKING


def test_suggestions_are_of_one_vendor_and_have_a_date():
    assert {each.vendor for each in suggestions("openai")} == {"openai"}
    assert suggestions("compatible") == []
    assert PRICED_ON.year == 2026
