"""A stream in an async view: it comes piece by piece, and ends with its reader."""

import asyncio
import time
from contextlib import aclosing

from revops.agents.llm.domain.answers import LlmAnswer
from revops.agents.llm.models.budgets import AgentBudget
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.calls import stream
from revops.agents.llm.services.relay import relayed
from tests.factories.agents import DRAFT, PURPOSE, REQUEST, connect_llm
from tests.revops.agents.llm.services.test_calls import MOST


def begin(committed):
    return relayed(lambda: stream(request=REQUEST, purpose=PURPOSE), organization=committed)


def test_the_pieces_come_one_by_one_while_others_are_served(committed, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(chunk_ms=20)
    sandbox.llm.say(DRAFT)

    async def read() -> tuple[list[object], int]:
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.005)

        task = asyncio.create_task(others())
        pieces = [piece async for piece in begin(committed)]
        task.cancel()
        return pieces, turns

    pieces, turns = asyncio.run(read())
    assert isinstance(pieces[-1], LlmAnswer)
    assert "".join(map(str, pieces[:-1])) == pieces[-1].text
    assert turns > 5
    assert AgentRun.objects.get().outcome == "answered"


def test_a_reader_who_leaves_ends_the_call_which_is_settled(committed, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(chunk_ms=100)
    sandbox.llm.say("word " * 80)

    async def read_one() -> None:
        async with aclosing(begin(committed)) as pieces:
            async for _piece in pieces:
                return

    asyncio.run(read_one())
    assert_settled(sandbox)


def test_a_view_that_is_canceled_ends_the_call_which_is_settled(committed, sandbox):
    connect_llm(sandbox)
    sandbox.llm.configure(chunk_ms=100)
    sandbox.llm.say("word " * 80)

    async def read(begun: asyncio.Event) -> None:
        async with aclosing(begin(committed)) as pieces:
            async for _piece in pieces:
                begun.set()

    async def leave() -> None:
        begun = asyncio.Event()
        task = asyncio.create_task(read(begun))
        await begun.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(leave())
    assert_settled(sandbox)


def assert_settled(sandbox) -> None:
    run = AgentRun.objects.get()
    assert (run.outcome, run.cost, run.reserved) == ("abandoned", MOST, 0)
    assert set(AgentBudget.objects.values_list("reserved", "spent")) == {(0, MOST)}
    until = time.monotonic() + 5
    while not sandbox.llm.counts["abandoned"] and time.monotonic() < until:
        time.sleep(0.02)
    assert (sandbox.llm.counts["abandoned"], sandbox.llm.counts["whole"]) == (1, 0)
