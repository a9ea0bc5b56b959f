"""Call another service that agents pay, such as a search engine, from the same budgets."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import F

from revops.agents.llm.domain.answers import Source
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.requests import Purpose
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.lines import check_is_on
from revops.agents.llm.services import runs

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Service:
    """A service with a price per call (US dollars). `model` is what runs show for what was asked of it."""

    slug: str
    model: str
    most: Decimal


def search_once(
    *,
    service: Service,
    purpose: Purpose,
    words: str,
    call: Callable[[], R],
    sources: Callable[[R], list[Source]],
) -> tuple[R, Decimal]:
    """Make one search: reserved in the budgets, recorded as a run, and settled at its price.

    The call must not run inside a transaction: the reservation has to be visible to other workers.

    Args:
        words: what is searched for; stored encrypted with the run.
        call: makes the search, and raises `LlmError` if it fails.
        sources: gives the pages of an answer, to be stored.

    Returns: the answer, and what it cost in US dollars.
    Raises: `LlmStopped` if agents are stopped or the budget is used up; what `call` raises.
    """
    check_is_on(purpose.agent)
    run = runs.begin(system="", user=words, purpose=purpose, line=service)
    with runs.recorded(run):
        runs.reserve(run)
        try:
            answer = call()
        except BaseException as error:
            runs.settle_error(run, error)
            raise
        runs.settle(run, service.most)
        AgentRun.objects.filter(pk=run.row.pk).update(searches=F("searches") + 1)
        runs.keep_sources(run, sources(answer))
        runs.finish(run, Outcome.ANSWERED)
    return answer, run.total
