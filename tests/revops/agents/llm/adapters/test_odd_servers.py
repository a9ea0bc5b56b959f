"""Servers that answer in another format, count nonsense, or lead elsewhere."""

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from revops.agents.llm.adapters.registry import VENDORS
from revops.agents.llm.domain.answers import Reply, StopReason, Usage
from revops.agents.llm.domain.errors import LlmError, LlmUnavailable
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import LlmRequest, Untrusted, WebSearch
from tests.revops.agents.llm.adapters.conftest import LIMITS, REQUEST

PLAIN = LlmRequest[None](system="Help.", user=("Hello",))
TEXT = {"type": "text", "text": "Hi"}
MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [TEXT],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 1, "output_tokens": 1},
}
SAID = {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hi"}]}
SAID["content"][0]["annotations"] = []  # type: ignore[index]
RESPONSE = {"id": "resp_1", "object": "response", "status": "completed", "model": "m", "output": [SAID]}
CHOICE = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hi"}}
COMPLETION = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [CHOICE]}
WHOLE = {"anthropic": MESSAGE, "openai": RESPONSE, "compatible": COMPLETION}


@pytest.fixture(autouse=True)
def _loopback(settings) -> None:
    settings.MAUNTIC_HTTP_ALLOW_LOOPBACK = True


def ask(httpserver: HTTPServer, slug: str, request: LlmRequest[Any] = PLAIN) -> Reply:
    vendor = VENDORS[slug](key="k", base_url=httpserver.url_for("").rstrip("/"))
    return vendor.ask(request, model="m", limits=LIMITS)


def told(httpserver: HTTPServer, slug: str, body: object) -> Reply:
    """What is read of an answer with this body."""
    httpserver.expect_request("").respond_with_json(body)
    return ask(httpserver, slug)


def refused(httpserver: HTTPServer, slug: str) -> LlmError:
    with pytest.raises(LlmError) as raised:
        ask(httpserver, slug)
    return raised.value


def sent(httpserver: HTTPServer) -> dict[str, Any]:
    """The body of the only call."""
    ((request, _answer),) = httpserver.log
    return json.loads(request.data)


@pytest.mark.parametrize("slug", VENDORS)
@pytest.mark.parametrize("body", [{}, [], "Hi", None, 7, {"error": "no"}, {"choices": [], "content": {}}])
def test_json_of_another_kind_is_unreadable_and_may_be_billed(httpserver, slug, body):
    httpserver.expect_request("").respond_with_json(body)
    error = refused(httpserver, slug)
    assert (error.outcome, error.is_free) == (Outcome.NO_ANSWER, False)
    assert error.message == f"The answer of {VENDORS[slug].name} is unreadable."


@pytest.mark.parametrize(
    ("slug", "part"),
    [
        ("anthropic", {"stop_reason": None}),
        ("openai", {"status": "in_progress"}),
        ("openai", {"status": None}),
    ],
)
def test_an_answer_without_an_end_broke_off(httpserver, slug, part):
    httpserver.expect_request("").respond_with_json(WHOLE[slug] | part)
    assert refused(httpserver, slug).message == f"The answer of {VENDORS[slug].name} broke off."


@pytest.mark.parametrize("slug", VENDORS)
def test_an_answer_without_counts_has_no_usage(httpserver, slug):
    reply = told(httpserver, slug, WHOLE[slug] | {"usage": None})
    assert (reply.text, reply.stop, reply.usage) == ("Hi", StopReason.END, None)


@pytest.mark.parametrize(
    ("slug", "used", "expected"),
    [
        (
            "anthropic",
            {
                "input_tokens": 5,
                "output_tokens": 7,
                "cache_read_input_tokens": 60,
                "cache_creation_input_tokens": 30,
                "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0},
            },
            Usage(input_tokens=5, output_tokens=7, cache_read_tokens=60, cache_write_tokens=30, searches=2),
        ),
        (
            "openai",
            {
                "input_tokens": 100,
                "output_tokens": 7,
                "total_tokens": 107,
                "input_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 30},
                "output_tokens_details": {"reasoning_tokens": 3},
            },
            Usage(input_tokens=10, output_tokens=7, cache_read_tokens=60, cache_write_tokens=30),
        ),
        (
            "compatible",
            {
                "prompt_tokens": 100,
                "completion_tokens": 7,
                "total_tokens": 107,
                "prompt_tokens_details": {"cached_tokens": 60},
            },
            Usage(input_tokens=40, output_tokens=7, cache_read_tokens=60),
        ),
    ],
)
def test_tokens_of_the_cache_are_counted_once(httpserver, slug, used, expected):
    assert told(httpserver, slug, WHOLE[slug] | {"usage": used}).usage == expected


@pytest.mark.parametrize(
    "used",
    [
        {"prompt_tokens": -5, "completion_tokens": 7},
        {"prompt_tokens": 5, "completion_tokens": -7},
        {"prompt_tokens": 5, "completion_tokens": None},
        {"prompt_tokens": 5, "completion_tokens": 10**12},
        {"prompt_tokens": "many", "completion_tokens": 7},
        {"prompt_tokens": 5, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": -1}},
        {},
    ],
)
def test_a_server_that_counts_nonsense_has_counted_nothing(httpserver, used):
    reply = told(httpserver, "compatible", COMPLETION | {"usage": used})
    assert (reply.text, reply.usage) == ("Hi", None)


@pytest.mark.parametrize("used", [{}, {"prompt_tokens": 5}, {"prompt_tokens": 5, "completion_tokens": -1}])
def test_a_stream_that_counts_nonsense_has_counted_nothing(httpserver, used):
    delta = {"index": 0, "delta": {"content": "Hi"}, "finish_reason": "stop"}
    chunk = COMPLETION | {"object": "chat.completion.chunk", "choices": [delta], "usage": used}
    body = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n"
    httpserver.expect_request("").respond_with_data(body, content_type="text/event-stream")
    vendor = VENDORS["compatible"](key="", base_url=httpserver.url_for("").rstrip("/"))
    text, reply = vendor.pieces(PLAIN, model="m", limits=LIMITS)
    assert isinstance(reply, Reply)
    assert (text, reply.text, reply.stop, reply.usage) == ("Hi", "Hi", StopReason.END, None)


@pytest.mark.parametrize("code", ["server_error", "rate_limit_exceeded", None, "something_new"])
def test_a_response_that_failed_may_be_billed(httpserver, code):
    error = {"code": code, "message": "It went wrong."} if code else None
    httpserver.expect_request("").respond_with_json(RESPONSE | {"status": "failed", "error": error})
    found = refused(httpserver, "openai")
    assert isinstance(found, LlmUnavailable)
    assert not found.is_free
    assert ("It went wrong." in found.message) is bool(code)


@pytest.mark.parametrize("slug", VENDORS)
def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(httpserver, slug):
    elsewhere = Response(status=302, headers={"Location": httpserver.url_for("/elsewhere")})
    httpserver.expect_request("").respond_with_response(elsewhere)
    assert refused(httpserver, slug).outcome is Outcome.REJECTED
    assert len(httpserver.log) == 1


@pytest.mark.parametrize("slug", VENDORS)
@pytest.mark.parametrize(
    ("status", "outcome", "is_free"),
    [
        (404, Outcome.NO_SUCH_MODEL, True),
        (413, Outcome.TOO_LONG, True),
        (502, Outcome.OVERLOADED, False),
        (503, Outcome.OVERLOADED, True),
        (504, Outcome.NO_ANSWER, False),
    ],
)
def test_the_page_of_a_proxy_is_understood_by_its_status(httpserver, slug, status, outcome, is_free):
    page = f"<html><title>{status}</title>{'<p>Sorry</p>' * 500}</html>"
    httpserver.expect_request("").respond_with_data(page, status=status, content_type="text/html")
    error = refused(httpserver, slug)
    assert (error.outcome, error.is_free) == (outcome, is_free)
    assert len(error.message) < 300


@pytest.mark.parametrize("slug", VENDORS)
@pytest.mark.parametrize("value", ["soon", "-5", "nan", "inf", ""])
def test_a_pause_that_is_none_is_ignored(httpserver, slug, value):
    httpserver.expect_request("").respond_with_json({}, status=429, headers={"Retry-After": value})
    error = refused(httpserver, slug)
    assert isinstance(error, LlmUnavailable)
    assert error.outcome is Outcome.RATE_LIMITED
    assert error.retry_after is None or 0 <= error.retry_after < 1e9


@pytest.mark.parametrize("slug", ["anthropic", "openai"])
@pytest.mark.parametrize("domains", [(), ("acme.example", "news.example")])
def test_a_search_is_bound_to_its_domains(httpserver, slug, domains):
    httpserver.expect_request("").respond_with_json(WHOLE[slug])
    request = LlmRequest[None](system="Look.", user=("Acme",), search=WebSearch(2, domains))
    ask(httpserver, slug, request)
    (tool,) = sent(httpserver)["tools"]
    held = tool if slug == "anthropic" else tool.get("filters", {})
    assert held.get("allowed_domains", []) == list(domains)


@pytest.mark.parametrize(
    ("slug", "more"),
    [
        ("anthropic", {"max_tokens"}),
        ("openai", {"max_output_tokens", "store"}),
        ("compatible", {"max_tokens"}),
    ],
)
def test_a_plain_request_has_the_least_that_the_vendor_needs(httpserver, slug, more):
    httpserver.expect_request("").respond_with_json(WHOLE[slug])
    ask(httpserver, slug)
    texts = {"anthropic": {"system", "messages"}, "openai": {"instructions", "input"}}
    body = sent(httpserver)
    assert set(body) - {"stream"} == {"model", *texts.get(slug, {"messages"}), *more}
    assert body.get("store", False) is False


@pytest.mark.parametrize("slug", VENDORS)
def test_half_a_letter_of_a_stranger_does_not_stop_a_call(httpserver, slug):
    httpserver.expect_request("").respond_with_json(WHOLE[slug])
    request = LlmRequest[None](system="Read.", user=(Untrusted("page", "a \ud83d b"),))
    assert ask(httpserver, slug, request).text == "Hi"
    assert "a \ufffd b" in json.dumps(sent(httpserver), ensure_ascii=False)


def test_a_declined_part_counts_before_the_text(httpserver):
    parts = [*SAID["content"], {"type": "refusal", "refusal": "No."}]  # type: ignore[misc]
    reply = told(httpserver, "openai", RESPONSE | {"output": [SAID | {"content": parts}]})
    assert reply.stop is StopReason.DECLINED


@pytest.mark.parametrize(
    ("slug", "part", "stop"),
    [
        ("anthropic", {"stop_reason": "pause_turn"}, StopReason.CUT_OFF),
        ("anthropic", {"stop_reason": "stop_sequence"}, StopReason.END),
        ("anthropic", {"stop_reason": "something_new"}, StopReason.CUT_OFF),
        (
            "openai",
            {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}},
            StopReason.DECLINED,
        ),
        ("compatible", {"choices": [CHOICE | {"finish_reason": "content_filter"}]}, StopReason.DECLINED),
        ("compatible", {"choices": [CHOICE | {"finish_reason": None}]}, StopReason.CUT_OFF),
    ],
)
def test_only_a_known_end_is_an_end(httpserver, slug, part, stop):
    assert told(httpserver, slug, WHOLE[slug] | part).stop is stop


@pytest.mark.parametrize("slug", VENDORS)
def test_the_schema_goes_along_in_the_vendors_words(httpserver, slug):
    httpserver.expect_request("").respond_with_json(WHOLE[slug])
    ask(httpserver, slug, REQUEST)
    body = sent(httpserver)
    shape = {
        "anthropic": lambda: body["output_config"]["format"],
        "openai": lambda: body["text"]["format"],
        "compatible": lambda: body["response_format"]["json_schema"],
    }[slug]()
    assert set(shape["schema"]["properties"]) == {"subject", "body"}
    assert shape["schema"]["additionalProperties"] is False
    assert slug == "anthropic" or (shape["name"], shape["strict"]) == ("Draft", True)
