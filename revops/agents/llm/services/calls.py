"""Call a model: reserved in the budget, recorded as a run, and settled."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from revops.agents.llm.adapters.failures import broken_off
from revops.agents.llm.domain.answers import LlmAnswer, Reply, Usage
from revops.agents.llm.domain.errors import LlmMisconfigured, LlmUnavailable, error_for
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.parsing import read_reply
from revops.agents.llm.domain.requests import LlmRequest, Purpose, T
from revops.agents.llm.selectors.lines import Line, lines_for
from revops.agents.llm.services import runs
from revops.agents.llm.services.instructions import instructed
from revops.agents.llm.services.repeats import REPEATS
from revops.agents.llm.services.runs import Run

PASSING = (LlmUnavailable, LlmMisconfigured)
"""Failures of a vendor: another one may answer."""


@dataclass(frozen=True, slots=True)
class Restart:
    """The stream broke and begins again: the text so far is void."""


def complete(*, request: LlmRequest[T], purpose: Purpose) -> LlmAnswer[T]:
    """Call the model of an agent and return its whole answer.

    The call must not run inside a transaction: the reservation has to be visible to other workers. A failure
    that may pass is repeated once; then the next vendor is asked, if the organization allows it.

    Args:
        request: what is asked.
        purpose: who asks, and for whom.

    Raises: `LlmStopped` without a vendor, a price or money, `LlmUnavailable`, `LlmMisconfigured`,
        `LlmUnusable`; all are an `LlmError`.
    """
    request, purpose = instructed(request, purpose)
    lines = lines_for(purpose.agent, request)
    run: Run[Line] | None = None
    for line in lines:
        run = _begin(request, purpose, line, run)
        try:
            with runs.recorded(run):
                return _answer(request, run, REPEATS(_call, request, run))
        except PASSING:
            if line is lines[-1]:
                raise
    raise AssertionError("There is always a line.")


def stream(*, request: LlmRequest[T], purpose: Purpose) -> Iterator[str | Restart | LlmAnswer[T]]:
    """Call the model of an agent, and yield its text as it comes, then the answer.

    After a `Restart` the text begins anew. Close the generator when nobody reads on: the vendor stops
    writing, and the call is settled at its reservation. Otherwise as `complete`, which see.
    """
    request, purpose = instructed(request, purpose)
    lines = lines_for(purpose.agent, request)
    run: Run[Line] | None = None
    for line in lines:
        if run is not None:
            yield Restart()
        run = _begin(request, purpose, line, run)
        try:
            with runs.recorded(run):
                yield from _written(request, run)
                return
        except PASSING:
            if line is lines[-1]:
                raise


def _begin(request: LlmRequest[Any], purpose: Purpose, line: Line, before: Run[Line] | None) -> Run[Line]:
    return runs.begin(
        system=request.system, user=request.message, purpose=purpose, line=line, instead_of=before
    )


def _call(request: LlmRequest[Any], run: Run[Line]) -> Reply:
    runs.reserve(run)
    try:
        reply = run.line.vendor.ask(request, model=run.line.model, limits=run.line.limits)
    except BaseException as error:
        runs.settle_error(run, error)
        raise
    runs.settle_reply(run, reply)
    return reply


def _written(request: LlmRequest[T], run: Run[Line]) -> Iterator[str | Restart | LlmAnswer[T]]:
    for attempt in REPEATS.copy():
        if attempt.retry_state.attempt_number > 1:
            yield Restart()
        with attempt:
            for piece in _pieces(request, run):
                yield piece if isinstance(piece, str) else _answer(request, run, piece)


def _pieces(request: LlmRequest[Any], run: Run[Line]) -> Iterator[str | Reply]:
    """Yield the text of one call, then its settled reply."""
    runs.reserve(run)
    reply: Reply | None = None
    try:
        given = run.line.vendor.pieces(request, model=run.line.model, limits=run.line.limits)
        with closing(given) as pieces:  # type: ignore[type-var] # it is a generator
            for piece in pieces:
                if isinstance(piece, Reply):
                    reply = piece
                else:
                    yield piece
    except BaseException as error:  # also of a reader who leaves
        runs.settle_error(run, error)
        raise
    if reply is None:
        broken = broken_off(run.line.vendor.name)
        runs.settle_error(run, broken)
        raise broken
    runs.settle_reply(run, reply)
    yield reply


def _answer(request: LlmRequest[T], run: Run[Line], reply: Reply) -> LlmAnswer[T]:
    """Return what can be used of a reply, which is settled.

    Raises: `LlmUnusable`.
    """
    outcome, data, why = read_reply(request, reply)
    if outcome is not Outcome.ANSWERED:
        raise error_for(outcome, f"{_sentence(outcome)} {why}".strip(), vendor=run.line.vendor.name)
    runs.finish(run, outcome)
    return LlmAnswer(
        data=data,
        text=reply.text,
        stop=reply.stop,
        usage=reply.usage or Usage(),
        cost=run.total,
        vendor=run.line.vendor.slug,
        model=reply.model or run.line.model,
        run_id=run.row.pk,
        sources=reply.sources,
        search_problem=reply.search_problem,
    )


def _sentence(outcome: Outcome) -> str:
    return {
        Outcome.DECLINED: _("The model declined to answer."),
        Outcome.CUT_OFF: _("The answer reached its length limit."),
        Outcome.WRONG_SHAPE: _("The answer is not in the agreed form."),
    }[outcome]
