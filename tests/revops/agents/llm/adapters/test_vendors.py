"""All vendors, over their SDKs and a server that speaks their format."""

import json
import time

import pytest

from mauntic.sandbox.llm.model import Mood
from revops.agents.llm.adapters.base import LlmVendor
from revops.agents.llm.domain.answers import Reply, StopReason
from revops.agents.llm.domain.errors import LlmError, LlmUnavailable
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import LlmRequest, Untrusted, WebSearch
from tests.revops.agents.llm.adapters.conftest import DRAFT, LIMITS, PATHS, REQUEST, Limits, vendor_at

WAYS = ("ask", "pieces")
"""In one piece, and as a stream."""


def call(vendor: LlmVendor, way: str, request: LlmRequest = REQUEST, limits: Limits = LIMITS) -> Reply:
    if way == "ask":
        return vendor.ask(request, model="model-1", limits=limits)
    *texts, reply = vendor.pieces(request, model="model-1", limits=limits)
    assert "".join(texts) == reply.text
    return reply


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_comes_with_its_text_and_tokens(sandbox, vendor, way):
    sandbox.llm.say(DRAFT)
    reply = call(vendor, way)
    assert json.loads(reply.text) == DRAFT
    assert (reply.stop, reply.model) == (StopReason.END, "model-1")
    assert reply.usage
    assert (reply.usage.input_tokens, reply.usage.output_tokens, reply.usage.searches) == (6, 10, 0)


@pytest.mark.parametrize("way", WAYS)
def test_the_vendor_gets_what_was_asked_and_no_tools(sandbox, vendor, slug, way):
    request = LlmRequest(
        system="Read.", user=("Page:", Untrusted("page", "x")), schema=REQUEST.schema, max_tokens=9
    )
    call(vendor, way, request)
    (asked,) = sandbox.llm.asked
    assert (asked.vendor, asked.model, asked.system) == (slug, "model-1", "Read.")
    assert (asked.message, asked.searches) == ('Page:\n\n{"untrusted": "page", "text": "x"}', 0)
    assert (asked.max_tokens, asked.is_stream) == (500, way == "pieces")
    assert asked.schema
    assert (asked.schema["additionalProperties"], asked.schema["required"]) == (False, ["subject", "body"])


@pytest.mark.parametrize("slug", ["anthropic", "openai"])
def test_a_search_is_limited(sandbox, slug):
    request = LlmRequest[None](system="Look.", user=("Acme",), search=WebSearch(3, ("acme.example",)))
    call(vendor_at(sandbox.url, slug), "ask", request)
    assert sandbox.llm.asked[0].searches == 3


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("mood", "stop"), [(Mood.CUT_OFF, StopReason.CUT_OFF), (Mood.REFUSE, StopReason.DECLINED)]
)
def test_an_unfinished_or_refused_answer_still_has_its_tokens(sandbox, slug, way, mood, stop):
    sandbox.llm.configure(mood=mood)
    vendor = vendor_at(sandbox.url, slug)
    if way == "ask":
        reply = vendor.ask(REQUEST, model="model-1", limits=LIMITS)
    else:
        *_, last = vendor.pieces(REQUEST, model="model-1", limits=LIMITS)
        assert isinstance(last, Reply)
        reply = last
    assert (reply.stop, bool(reply.usage)) == (stop, True)


FREE = True
REFUSALS = {
    Mood.RATE_LIMIT: (Outcome.RATE_LIMITED, FREE),
    Mood.OVERLOAD: (Outcome.OVERLOADED, FREE),
    Mood.NO_BALANCE: (Outcome.OUT_OF_CREDIT, FREE),
    Mood.SPEND_LIMIT: (Outcome.OUT_OF_CREDIT, FREE),
    Mood.NO_PERMISSION: (Outcome.FORBIDDEN_PLAN, FREE),
    Mood.TOO_LONG: (Outcome.TOO_LONG, FREE),
    Mood.BAD_REQUEST: (Outcome.REJECTED, FREE),
    # Whoever repeats these may pay twice.
    Mood.SERVER_ERROR: (Outcome.OVERLOADED, not FREE),
    Mood.HTML: (Outcome.NO_ANSWER, not FREE),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("mood", "expected"), REFUSALS.items())
def test_each_refusal_has_its_outcome_and_is_asked_once(sandbox, vendor, way, mood, expected):
    sandbox.llm.configure(mood=mood)
    with pytest.raises(LlmError) as raised:
        call(vendor, way)
    assert (raised.value.outcome, raised.value.is_free) == expected
    assert sandbox.llm.counts["calls"] == 1


@pytest.mark.parametrize("mood", [Mood.OVERLOAD_MIDWAY, Mood.BREAK_OFF])
def test_a_stream_that_breaks_gives_its_beginning_and_may_be_billed(sandbox, vendor, mood):
    sandbox.llm.configure(mood=mood)
    sandbox.llm.say("A long answer that breaks in its middle.")
    texts: list[object] = []
    with pytest.raises(LlmUnavailable) as raised:
        texts.extend(vendor.pieces(REQUEST, model="model-1", limits=LIMITS))
    assert texts == ["A long answe", "r that b"]
    assert not raised.value.is_free


def test_a_rate_limit_says_when_to_come_back(sandbox, vendor):
    sandbox.llm.configure(mood=Mood.RATE_LIMIT)
    with pytest.raises(LlmUnavailable) as raised:
        call(vendor, "ask")
    assert raised.value.retry_after == 1


def test_a_wrong_key_is_named_and_not_quoted(sandbox, slug):
    with pytest.raises(LlmError) as raised:
        call(vendor_at(sandbox.url, slug, key="sk-wrong-0000"), "ask")
    assert raised.value.outcome is Outcome.AUTH_FAILED
    assert raised.value.message.endswith("rejects the API key.")


def test_the_check_costs_nothing(sandbox, vendor, slug):
    vendor.check(model="model-1", seconds=5)
    assert (sandbox.llm.counts["looks"], sandbox.llm.counts["calls"]) == (1, 0)
    with pytest.raises(LlmError) as raised:
        vendor_at(sandbox.url, slug, key="wrong").check(model="model-1", seconds=5)
    assert raised.value.outcome is Outcome.AUTH_FAILED


def test_a_reader_who_leaves_ends_the_call(sandbox, vendor):
    sandbox.llm.configure(chunk_ms=50)
    sandbox.llm.say("word " * 400)
    pieces = vendor.pieces(REQUEST, model="model-1", limits=LIMITS)
    next(pieces)
    pieces.close()
    until = time.monotonic() + 5
    while not sandbox.llm.counts["abandoned"] and time.monotonic() < until:
        time.sleep(0.02)
    assert (sandbox.llm.counts["abandoned"], sandbox.llm.counts["whole"]) == (1, 0)


def test_a_slow_answer_runs_into_the_time_limit(sandbox, vendor):
    sandbox.llm.configure(delay_ms=1_500)
    with pytest.raises(LlmError) as raised:
        call(vendor, "ask", limits=Limits(tokens=500, seconds=0.3))
    assert (raised.value.outcome, raised.value.is_free) == (Outcome.NO_ANSWER, False)


def test_a_dripping_stream_runs_into_the_time_limit(sandbox, vendor):
    sandbox.llm.configure(chunk_ms=100)
    sandbox.llm.say("word " * 100)
    with pytest.raises(LlmError) as raised:
        call(vendor, "pieces", limits=Limits(tokens=500, seconds=0.8))
    assert (raised.value.outcome, raised.value.is_free) == (Outcome.NO_ANSWER, False)


def test_a_private_address_is_not_called(settings, slug):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = False
    with pytest.raises(LlmError) as raised:
        call(vendor_at("http://169.254.169.254", slug), "ask")
    assert (raised.value.outcome, raised.value.is_free) == (Outcome.BAD_ADDRESS, True)


def test_nobody_there_costs_nothing(settings, slug):
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True
    with pytest.raises(LlmError) as raised:
        call(vendor_at("http://127.0.0.1:9", slug), "ask")
    assert (raised.value.outcome, raised.value.is_free) == (Outcome.NO_ANSWER, True)


def test_a_server_that_counts_nothing_has_no_usage(sandbox):
    sandbox.llm.configure(has_usage=False)
    assert call(vendor_at(sandbox.url, "compatible"), "ask").usage is None
    assert call(vendor_at(sandbox.url, "compatible"), "pieces").usage is None


def test_the_accounts_of_the_environment_are_not_used(sandbox, vendor, httpserver, monkeypatch, slug):
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "the-operators")
    httpserver.expect_request("").respond_with_json({}, status=401)
    with pytest.raises(LlmError):
        call(vendor_at(httpserver.url_for(""), slug, key="ours"), "ask")
    (request, _response), *_ = httpserver.log
    assert "the-operators" not in str(request.headers)
    assert request.path.startswith(PATHS[slug])
