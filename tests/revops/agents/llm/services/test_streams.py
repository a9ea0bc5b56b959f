"""A stream is settled whether it ends, breaks or loses its reader."""

import time
from contextlib import closing

import pytest

from mauntic.sandbox.llm.model import Mood
from revops.agents.llm.domain.answers import LlmAnswer
from revops.agents.llm.domain.errors import LlmUnavailable, LlmUnusable
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.models.budgets import AgentBudget, AgentPolicy
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.calls import Restart, stream
from tests.factories.agents import DRAFT, PURPOSE, REQUEST, Draft, connect_llm
from tests.revops.agents.llm.services.test_calls import COST, MOST

KINDS = ("anthropic", "openai", "compatible")


def spent() -> tuple[object, object]:
    row = AgentBudget.objects.get(agent="")
    return row.reserved, row.spent


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_comes_in_pieces_and_then_the_answer(acme, sandbox, kind):
    connect_llm(sandbox, kind)
    sandbox.llm.say(DRAFT)
    *texts, answer = stream(request=REQUEST, purpose=PURPOSE)
    assert len(texts) > 2
    assert isinstance(answer, LlmAnswer)
    assert "".join(map(str, texts)) == answer.text
    assert answer.data == Draft(**DRAFT)
    assert (answer.cost, spent(), AgentRun.objects.get().outcome) == (COST, (0, COST), "answered")


@pytest.mark.parametrize("kind", KINDS)
def test_an_overload_in_the_middle_begins_again_and_both_are_paid(acme, sandbox, kind):
    connect_llm(sandbox, kind)
    sandbox.llm.configure(mood=Mood.OVERLOAD_MIDWAY, times=1)
    sandbox.llm.say("void text", DRAFT)
    pieces = list(stream(request=REQUEST, purpose=PURPOSE))
    restart = pieces.index(Restart())
    answer = pieces[-1]
    assert "".join(map(str, pieces[:restart])) == "void text"
    assert isinstance(answer, LlmAnswer)
    assert "".join(map(str, pieces[restart + 1 : -1])) == answer.text
    assert (answer.cost, spent()) == (MOST + COST, (0, MOST + COST))
    assert AgentRun.objects.get().attempts == 2


@pytest.mark.parametrize("mood", [Mood.OVERLOAD_MIDWAY, Mood.BREAK_OFF])
def test_a_stream_that_breaks_twice_is_given_up_and_settled_at_the_reservations(acme, sandbox, mood):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=mood)
    with pytest.raises(LlmUnavailable) as raised:
        list(stream(request=REQUEST, purpose=PURPOSE))
    assert (raised.value.cost, spent()) == (2 * MOST, (0, 2 * MOST))


def test_the_other_vendor_goes_on_from_the_beginning(acme, sandbox):
    connect_llm(sandbox, key="wrong")
    connect_llm(sandbox, "openai", position=1)
    AgentPolicy.objects.create(allows_other_vendor=True)
    pieces = list(stream(request=REQUEST, purpose=PURPOSE))
    assert pieces[0] == Restart()
    assert isinstance(pieces[-1], LlmAnswer)
    assert pieces[-1].vendor == "openai"


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_who_leaves_ends_the_call_which_is_settled_at_the_reservation(acme, sandbox, kind):
    connect_llm(sandbox, kind)
    sandbox.llm.configure(chunk_ms=100)
    sandbox.llm.say("word " * 80)
    with closing(stream(request=REQUEST, purpose=PURPOSE)) as pieces:
        next(pieces)
    run = AgentRun.objects.get()
    assert (run.outcome, run.cost, run.reserved, run.attempts) == ("abandoned", MOST, 0, 1)
    assert spent() == (0, MOST)
    until = time.monotonic() + 5
    while not sandbox.llm.counts["abandoned"] and time.monotonic() < until:
        time.sleep(0.02)
    assert (sandbox.llm.counts["abandoned"], sandbox.llm.counts["whole"]) == (1, 0)


@pytest.mark.parametrize(
    ("mood", "outcome"), [(Mood.CUT_OFF, Outcome.CUT_OFF), (Mood.REFUSE, Outcome.DECLINED)]
)
def test_an_unusable_end_is_paid_by_its_tokens(acme, sandbox, mood, outcome):
    connect_llm(sandbox)
    sandbox.llm.configure(mood=mood)
    with pytest.raises(LlmUnusable) as raised:
        list(stream(request=REQUEST, purpose=PURPOSE))
    assert raised.value.outcome is outcome
    assert 0 < raised.value.cost < MOST
