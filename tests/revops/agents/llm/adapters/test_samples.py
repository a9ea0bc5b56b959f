"""The vendors' own answers, replayed."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.domain.answers import Reply, StopReason, Usage
from revops.agents.llm.domain.errors import LlmError, LlmUnavailable
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import LlmRequest
from tests.revops.agents.llm.adapters.conftest import LIMITS, REQUEST
from tests.support.shared import SHARED

SAMPLES = SHARED / "providers"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the checkout")
PLAIN = LlmRequest[None](system="Help.", user=("Hello",))
OVERLOADED, DECLINED, CUT = Outcome.OVERLOADED, StopReason.DECLINED, StopReason.CUT_OFF
TAXES = (
    "I'll create a comprehensive tax guide for someone with multiple W2s and save it in a file called "
    "taxes.txt. Let me do that for you now."
)

ERRORS = {
    "anthropic/error_authentication_401.json": Outcome.AUTH_FAILED,
    "anthropic/error_billing_402.json": Outcome.OUT_OF_CREDIT,
    "anthropic/error_credit_balance_400.json": Outcome.OUT_OF_CREDIT,
    "anthropic/error_invalid_request_400.json": Outcome.REJECTED,
    "anthropic/error_overloaded_529.json": Outcome.OVERLOADED,
    "anthropic/error_prompt_too_long_400.json": Outcome.TOO_LONG,
    "anthropic/error_rate_limit_429.json": Outcome.RATE_LIMITED,
    "anthropic/error_spend_limit_429.json": Outcome.OUT_OF_CREDIT,
    "openai/error_insufficient_quota_429.json": Outcome.OUT_OF_CREDIT,
    "openai/error_invalid_key_401.json": Outcome.AUTH_FAILED,
    "openai/error_invalid_request_400.json": Outcome.REJECTED,
    "openai/error_rate_limit_429.json": Outcome.RATE_LIMITED,
    "openai/error_rate_limit_tokens_429.json": Outcome.RATE_LIMITED,
}
ANSWERS = {
    "anthropic/message_text_200.json": (
        "Hi, I'm Claude.",
        StopReason.END,
        Usage(input_tokens=12, output_tokens=6),
    ),
    "anthropic/message_tool_use_200.json": (
        "I'll check the current weather in Paris for you.",
        CUT,
        Usage(input_tokens=377, output_tokens=65),
    ),
    "anthropic/message_web_search_200.json": (
        "Based on the search results, Claude Shannon was born on April 30, 1916, in Petoskey, Michigan",
        StopReason.END,
        Usage(input_tokens=6039, output_tokens=931, searches=1),
    ),
    "anthropic/stream_incomplete_json_max_tokens.sse": (
        TAXES,
        CUT,
        Usage(input_tokens=450, output_tokens=124),
    ),
    "anthropic/stream_refusal.sse": ("", DECLINED, Usage(input_tokens=20, output_tokens=0)),
    "anthropic/stream_text.sse": ("Hello there!", StopReason.END, Usage(input_tokens=11, output_tokens=6)),
    "anthropic/message_structured_output_200.json": (
        '{"subject":"Quick question","body":"Hi Ada, ...","confidence":0.82}',
        StopReason.END,
        Usage(input_tokens=210, output_tokens=48),
    ),
    "anthropic/stream_tool_use.sse": (
        "I'll check the current weather in Paris for you.",
        CUT,
        Usage(input_tokens=377, output_tokens=65),
    ),
    "openai/responses_function_call.json": ("", StopReason.END, Usage(input_tokens=291, output_tokens=23)),
    "compatible/chat_completion_success.json": (
        "Hello! How can I assist you today?",
        StopReason.END,
        Usage(input_tokens=19, output_tokens=10),
    ),
    "compatible/chat_completion_tool_calls.json": ("", CUT, Usage(input_tokens=82, output_tokens=17)),
    "openai/responses_web_search_success.json": (
        "As of today, March 9, 2025, one notable positive news story...",
        StopReason.END,
        Usage(input_tokens=328, output_tokens=356, searches=1),
    ),
    "openai/responses_stream.sse": (
        "Hi there! How can I assist you today?",
        StopReason.END,
        Usage(input_tokens=37, output_tokens=11),
    ),
    "compatible/chat_completion_stream.sse": ("Hello", StopReason.END, None),
    "compatible/chat_refusal_200.json": ("", DECLINED, Usage(input_tokens=19, output_tokens=10)),
    "compatible/chat_structured_output_200.json": (
        '{"subject":"Quick question","body":"Hi Ada, ..."}',
        StopReason.END,
        Usage(input_tokens=19, output_tokens=10),
    ),
}
BROKEN = {
    "anthropic/stream_overloaded_midway.sse": ("", OVERLOADED),
    "anthropic/stream_text_then_overloaded.sse": ("Hello", OVERLOADED),
}


def replayed(httpserver: HTTPServer, sample: str) -> tuple[list[str], Reply]:
    """The pieces of a stream (none without one), and the reply."""
    slug, name = sample.split("/")
    path: Path = SAMPLES / ("openai" if slug == "compatible" else slug) / name
    is_stream, status = path.suffix == ".sse", path.stem.rpartition("_")[2]
    kind = "text/event-stream" if is_stream else "application/json"
    status_code = int(status) if status.isdigit() else 200
    answer = Response(path.read_bytes(), status=status_code, content_type=kind)
    httpserver.expect_request("").respond_with_response(answer)
    vendor = VENDORS[slug](key="k", base_url=httpserver.url_for("").rstrip("/"))
    if not is_stream:
        return [], vendor.ask(PLAIN, model="m", limits=LIMITS)
    texts: list[str] = []
    for piece in vendor.pieces(PLAIN, model="m", limits=LIMITS):
        if isinstance(piece, Reply):
            return texts, piece
        texts.append(piece)
    raise AssertionError("no reply")


@pytest.fixture(autouse=True)
def _loopback(settings) -> None:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True


@pytest.mark.parametrize(("sample", "expected"), ERRORS.items())
def test_each_error_has_its_outcome(httpserver, sample, expected):
    with pytest.raises(LlmError) as raised:
        replayed(httpserver, sample)
    assert raised.value.outcome is expected
    assert "sk-test" not in raised.value.message


@pytest.mark.parametrize(("sample", "expected"), ANSWERS.items())
def test_each_answer_is_read_with_its_tokens(httpserver, sample, expected):
    texts, reply = replayed(httpserver, sample)
    assert (reply.text, reply.stop, reply.usage) == expected
    assert not sample.endswith(".sse") or "".join(texts) in {"Hi", reply.text}  # the sample is shortened


@pytest.mark.parametrize(("sample", "expected"), BROKEN.items())
def test_a_broken_stream_is_overloaded_whatever_its_status(httpserver, sample, expected):
    with pytest.raises(LlmError) as raised:
        replayed(httpserver, sample)
    assert (raised.value.outcome, raised.value.is_free) == (expected[1], False)


def test_pages_of_a_search_are_kept(httpserver):
    _, reply = replayed(httpserver, "anthropic/message_web_search_200.json")
    (source,) = reply.sources
    assert source.url == "https://en.wikipedia.org/wiki/Claude_Shannon"


def test_a_search_that_ends_in_a_refusal_is_declined_with_its_pages_and_tokens(httpserver):
    texts, reply = replayed(httpserver, "anthropic/stream_web_search_then_refusal.sse")
    assert "".join(texts).startswith("Here's a summary of this year's solar eclipses")
    assert reply.stop is DECLINED
    assert reply.usage
    assert reply.usage.output_tokens > 0
    assert [source.title for source in reply.sources] == [
        "How to Watch a Solar Eclipse Safely | Example Observatory",
        "Upcoming Solar Eclipses in 2026 | Example Astronomy News",
    ]


def test_a_long_answer_is_read_whole(httpserver):
    _, reply = replayed(httpserver, "openai/responses_text_success.json")
    assert reply.text.startswith("In a peaceful grove beneath a silver moon, a unicorn named Lumina")
    assert (reply.model, reply.usage) == ("gpt-5.4", Usage(input_tokens=36, output_tokens=87))


def test_a_search_that_the_vendor_refused_has_no_pages(httpserver):
    block = json.loads((SAMPLES / "anthropic/web_search_error_block.json").read_text())
    message = json.loads((SAMPLES / "anthropic/message_text_200.json").read_text())
    httpserver.expect_request("").respond_with_json(message | {"content": [block, *message["content"]]})
    reply = VENDORS["anthropic"](key="k", base_url=httpserver.url_for("").rstrip("/")).ask(
        PLAIN, model="m", limits=LIMITS
    )
    assert (reply.text, reply.sources) == ("Hi, I'm Claude.", ())


@pytest.mark.parametrize(("slug", "seconds"), [("anthropic", 12), ("openai", 20), ("compatible", 20)])
def test_the_pause_is_read_from_the_vendors_headers(httpserver, slug, seconds):
    folder = SAMPLES / ("openai" if slug == "compatible" else slug)
    headers = json.loads((folder / "headers_429.json").read_text())
    body = (folder / "error_rate_limit_429.json").read_bytes()
    answer = Response(body, status=429, content_type="application/json", headers=headers)
    httpserver.expect_request("").respond_with_response(answer)
    vendor = VENDORS[slug](key="k", base_url=httpserver.url_for("").rstrip("/"))
    with pytest.raises(LlmUnavailable) as raised:
        vendor.ask(PLAIN, model="m", limits=LIMITS)
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize(
    ("slug", "sample", "path"),
    [
        ("anthropic", "anthropic/structured_output_request.json", ("output_config", "format")),
        ("compatible", "openai/chat_structured_output_request.json", ("response_format", "json_schema")),
    ],
)
def test_a_schema_is_asked_for_as_the_vendor_documents_it(httpserver, slug, sample, path):
    httpserver.expect_request("").respond_with_json({})
    vendor = VENDORS[slug](key="k", base_url=httpserver.url_for("").rstrip("/"))
    with pytest.raises(LlmError):
        vendor.ask(REQUEST, model="m", limits=LIMITS)
    ((request, _answer),) = httpserver.log
    ours, theirs = json.loads(request.data), json.loads((SAMPLES / sample).read_text())
    for name in path:
        ours, theirs = ours[name], theirs[name]
    assert ours.keys() == theirs.keys()
    for key in ("type", "required", "additionalProperties"):
        wanted = theirs["schema"][key]
        assert ours["schema"][key] == (["subject", "body"] if key == "required" else wanted)


def test_an_error_event_of_openai_is_an_error(httpserver):
    event = json.loads((SAMPLES / "openai/responses_stream_error_event.json").read_text())
    body = f"event: error\ndata: {json.dumps(event)}\n\n"
    httpserver.expect_request("").respond_with_data(body, content_type="text/event-stream")
    vendor = VENDORS["openai"](key="k", base_url=httpserver.url_for("").rstrip("/"))
    with pytest.raises(LlmError) as raised:
        list(vendor.pieces(PLAIN, model="m", limits=LIMITS))
    assert (raised.value.outcome, raised.value.is_free) == (OVERLOADED, False)
