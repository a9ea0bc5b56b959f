"""The model speaks each vendor's format, in one piece and as a stream, and fails as the vendor does."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mauntic.kernel.http import HttpAnswer, HttpClient
from mauntic.sandbox.llm.model import Mood

HTTP = HttpClient(allow_loopback=True)
MESSAGES, RESPONSES, CHAT = "/anthropic/v1/messages", "/openai/v1/responses", "/openai/v1/chat/completions"
WAYS = [MESSAGES, RESPONSES, CHAT]
ASKED: dict[str, dict[str, Any]] = {
    MESSAGES: {"system": "Be kind.", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 50},
    RESPONSES: {"instructions": "Be kind.", "input": "Hello", "max_output_tokens": 50},
    CHAT: {
        "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}],
        "max_tokens": 50,
    },
}
VENDORS = {MESSAGES: "anthropic", RESPONSES: "openai", CHAT: "compatible"}


def call(sandbox, way: str, *, key: str = "", **more: Any) -> HttpAnswer:
    key = key or f"sandbox-{way.split('/')[1]}"
    body = {"model": "m", **ASKED[way], **more}
    return HTTP.post(f"{sandbox.url}{way}", json=body, headers={"Authorization": f"Bearer {key}"})


def events(answer: HttpAnswer) -> Iterator[Any]:
    """The data of a stream's events; None for the end that OpenAI's chat has."""
    assert answer.headers["content-type"].startswith("text/event-stream")
    for block in answer.body.decode().strip().split("\n\n"):
        (data,) = [line.removeprefix("data: ") for line in block.splitlines() if line.startswith("data: ")]
        yield None if data == "[DONE]" else json.loads(data)


def whole(way: str, body: dict[str, Any]) -> tuple[str | None, str, int]:
    """The text of an answer, its end, and the tokens that were written."""
    if way == MESSAGES:
        return body["content"][0]["text"], body["stop_reason"], body["usage"]["output_tokens"]
    if way == CHAT:
        choice = body["choices"][0]
        return choice["message"]["content"], choice["finish_reason"], body["usage"]["completion_tokens"]
    part = body["output"][0]["content"][0]
    return part.get("text"), body["status"], body["usage"]["output_tokens"]


def streamed(way: str, found: list[Any]) -> str:
    """The text of the pieces of a stream."""
    if way == MESSAGES:
        pieces = [each["delta"]["text"] for each in found if each["type"] == "content_block_delta"]
    elif way == RESPONSES:
        pieces = [each["delta"] for each in found if each["type"] == "response.output_text.delta"]
    else:
        choices = [choice for each in found if each for choice in each.get("choices", [])]
        pieces = [choice["delta"].get("content", "") for choice in choices]
    return "".join(pieces)


@pytest.mark.parametrize("way", WAYS)
def test_a_call_is_understood_whatever_its_format(sandbox, way):
    call(sandbox, way)
    (asked,) = sandbox.llm.asked
    assert (asked.vendor, asked.model, asked.max_tokens) == (VENDORS[way], "m", 50)
    assert (asked.system, asked.message) == ("Be kind.", "Hello")
    assert (asked.schema, asked.searches, asked.is_stream) == (None, 0, False)


@pytest.mark.parametrize(
    ("mood", "ends"),
    [
        (Mood.WORK, {MESSAGES: "end_turn", RESPONSES: "completed", CHAT: "stop"}),
        (Mood.CUT_OFF, {MESSAGES: "max_tokens", RESPONSES: "incomplete", CHAT: "length"}),
        (Mood.REFUSE, {MESSAGES: "refusal", RESPONSES: "completed", CHAT: "stop"}),
    ],
)
@pytest.mark.parametrize("way", WAYS)
def test_an_answer_has_the_vendors_end_and_tokens(sandbox, way, mood, ends):
    sandbox.llm.configure(mood=mood)
    sandbox.llm.say("A sentence of forty letters, no more. Yes")
    text, end, written = whole(way, call(sandbox, way).json())
    assert end == ends[way]
    assert written > 0
    if mood is Mood.WORK:
        assert text == "A sentence of forty letters, no more. Yes"
    if mood is Mood.CUT_OFF:
        assert text == "A sentence of forty "


@pytest.mark.parametrize("way", [RESPONSES, CHAT])
def test_openai_refuses_in_a_part_of_its_own(sandbox, way):
    sandbox.llm.configure(mood=Mood.REFUSE)
    body = call(sandbox, way).json()
    part = body["choices"][0]["message"] if way == CHAT else body["output"][0]["content"][0]
    assert part["refusal"] == "I can't help with that."
    assert not part.get("text")
    assert not part.get("content")


@pytest.mark.parametrize("way", WAYS)
def test_a_text_longer_than_its_ceiling_is_cut_there(sandbox, way):
    sandbox.llm.say("word " * 100)
    text, end, _ = whole(way, call(sandbox, way).json())
    assert len(text or "") == 200  # fifty tokens of four letters
    assert end in {"max_tokens", "incomplete", "length"}


@pytest.mark.parametrize("way", WAYS)
def test_a_stream_says_the_same_in_pieces(sandbox, way):
    sandbox.llm.say("A sentence with “quotes”,\nüber two lines.")
    found = list(events(call(sandbox, way, stream=True)))
    assert streamed(way, found) == "A sentence with “quotes”,\nüber two lines."
    assert len(found) > 4
    assert sandbox.llm.counts["whole"] == 1


def test_a_stream_of_messages_counts_at_its_start_and_end(sandbox):
    found = list(events(call(sandbox, MESSAGES, stream=True)))
    kinds = [each["type"] for each in found]
    assert (kinds[0], kinds[-2:]) == ("message_start", ["message_delta", "message_stop"])
    assert found[0]["message"]["usage"]["input_tokens"] == 4
    assert found[-2]["usage"]["output_tokens"] == 6


def test_a_stream_of_responses_ends_with_the_whole_answer(sandbox):
    found = list(events(call(sandbox, RESPONSES, stream=True)))
    assert (found[0]["type"], found[-1]["type"]) == ("response.created", "response.completed")
    text, end, _ = whole(RESPONSES, found[-1]["response"])
    assert (text, end) == ("Hello from the sandbox.", "completed")
    numbers = [each["sequence_number"] for each in found if "sequence_number" in each]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("wants_usage", [True, False])
def test_a_stream_of_a_chat_counts_only_if_asked(sandbox, wants_usage):
    options = {"stream_options": {"include_usage": True}} if wants_usage else {}
    found = list(events(call(sandbox, CHAT, stream=True, **options)))
    assert found[-1] is None
    assert any(each.get("usage") for each in found[:-1]) is wants_usage


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("mood", [Mood.OVERLOAD_MIDWAY, Mood.BREAK_OFF])
def test_a_stream_that_breaks_has_half_the_text_and_no_end(sandbox, way, mood):
    sandbox.llm.configure(mood=mood)
    sandbox.llm.say("A sentence of forty letters, no more. Yes")
    found = list(events(call(sandbox, way, stream=True)))
    told = json.dumps(found)
    assert "A sentence o" in told
    assert "Yes" not in told
    assert ("verloaded" in told) is (mood is Mood.OVERLOAD_MIDWAY)
    assert not {"message_stop", "response.completed"} & {each["type"] for each in found if "type" in each}


STATUSES = {
    Mood.OVERLOAD: {529, 503},
    Mood.RATE_LIMIT: {429},
    Mood.SPEND_LIMIT: {429},
    Mood.NO_BALANCE: {400, 429},
    Mood.NO_PERMISSION: {403},
    Mood.TOO_LONG: {400},
    Mood.BAD_REQUEST: {400},
    Mood.SERVER_ERROR: {500},
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("mood", "statuses"), STATUSES.items())
@pytest.mark.parametrize("is_stream", [False, True])
def test_a_refusal_comes_before_the_answer_and_asks_the_model_nothing(
    sandbox, way, mood, statuses, is_stream
):
    sandbox.llm.configure(mood=mood)
    answer = call(sandbox, way, stream=is_stream)
    assert answer.status in statuses
    assert answer.json()["error"]["message"]
    assert ("retry-after" in answer.headers) is (mood is Mood.RATE_LIMIT)
    assert (sandbox.llm.counts["calls"], sandbox.llm.asked) == (1, [])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", ["wrong", "sandbox-apollo", "Bearer"])
def test_only_the_vendors_own_key_is_accepted(sandbox, way, key):
    sandbox.llm.say("secret")
    answer = call(sandbox, way, key=key)
    assert answer.status == 401
    assert "secret" not in answer.body.decode()
    assert len(sandbox.llm.answers) == 1  # it is not used up


@pytest.mark.parametrize("way", [RESPONSES, CHAT])
def test_a_server_may_count_nothing(sandbox, way):
    sandbox.llm.configure(has_usage=False)
    assert not call(sandbox, way).json().get("usage")


def test_calls_at_once_get_an_answer_each(sandbox):
    sandbox.llm.say(*map(str, range(8)))
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda number: call(sandbox, WAYS[number % 3]).json(), range(8)))
    texts = [whole(WAYS[number % 3], body)[0] for number, body in enumerate(bodies)]
    assert sorted(map(str, texts)) == sorted(map(str, range(8)))
    assert sandbox.llm.counts["calls"] == 8


def test_a_reset_forgets_answers_manner_and_what_was_asked(sandbox):
    sandbox.llm.configure(mood=Mood.REFUSE, times=3, delay_ms=1)
    sandbox.llm.say("a", "b")
    call(sandbox, CHAT)
    assert HTTP.post(f"{sandbox.url}/_reset", json={}).status == 204
    shown = HTTP.get(f"{sandbox.url}/_llm").json()
    assert (shown["mood"], shown["times"], shown["delay_ms"], shown["answers"]) == ("work", 0, 0, 0)
    assert (shown["counts"], sandbox.llm.asked) == ({}, [])


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"obey"', b'{"answers": 3}'])
def test_settings_that_are_none_are_refused_and_change_nothing(sandbox, body):
    answer = HTTP.request("PUT", f"{sandbox.url}/_llm", data=body)
    assert answer.status == 400
    assert answer.json()["error"]
    assert sandbox.llm.settings()["mood"] == "work"


def test_unknown_settings_are_named_with_the_known_ones(sandbox):
    answer = HTTP.request("PUT", f"{sandbox.url}/_llm", json={"mod": "obey"})
    assert answer.json()["error"] == "Unknown: mod. Known: chunk_ms, delay_ms, has_usage, mood, times."
