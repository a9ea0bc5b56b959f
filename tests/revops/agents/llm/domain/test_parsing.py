import pytest

from revops.agents.llm.domain.answers import Reply, StopReason
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.parsing import read_reply
from revops.agents.llm.domain.requests import ClosedAnswer, LlmRequest


class Answer(ClosedAnswer):
    count: int
    note: str | None


SHAPED = LlmRequest(system="x", user=("y",), schema=Answer)
PLAIN = LlmRequest[None](system="x", user=("y",))


def read(text: str, stop: StopReason = StopReason.END, request: LlmRequest = SHAPED):
    return read_reply(request, Reply(text=text, stop=stop, usage=None))


def test_an_answer_is_read_as_its_schema():
    assert read('{"count": 3, "note": null}') == (Outcome.ANSWERED, Answer(count=3, note=None), "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"count": 3}',
        '{"count": "3", "note": null}',
        '{"count": 3, "note": null, "to": "evil@x"}',
        '```json\n{"count": 3, "note": null}\n```',
        "[]",
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(text):
    outcome, data, why = read(text)
    assert (outcome, data) == (Outcome.WRONG_SHAPE, None)
    assert why
    assert "evil@x" not in why


@pytest.mark.parametrize(
    ("stop", "outcome"), [(StopReason.DECLINED, Outcome.DECLINED), (StopReason.CUT_OFF, Outcome.CUT_OFF)]
)
def test_the_reason_to_stop_comes_before_the_text(stop, outcome):
    assert read('{"count": 3, "note": null}', stop) == (outcome, None, "")


def test_plain_text_must_say_something():
    assert read("Hello", request=PLAIN) == (Outcome.ANSWERED, None, "")
    assert read(" \n", request=PLAIN)[0] is Outcome.WRONG_SHAPE
