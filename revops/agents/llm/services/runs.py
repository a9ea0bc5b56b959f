"""Runs: the record of a request, with the money of each of its calls."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mauntic.broker.cause import current_cause
from mauntic.kernel.clock import now
from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.llm.domain.answers import Reply, Source
from revops.agents.llm.domain.errors import LlmError
from revops.agents.llm.domain.outcomes import Outcome
from revops.agents.llm.domain.prices import cost_of
from revops.agents.llm.domain.requests import Purpose
from revops.agents.llm.labels import RUNNING
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.selectors.lines import Line, policy
from revops.agents.llm.services import budget, health
from revops.agents.llm.services.alerts import warn_of_budgets

log = structlog.get_logger(__name__)

LOST_AFTER = timedelta(minutes=30)
"""Longer than any call and its repeats may take."""
PER_PURGE = 2_000


class Payable(Protocol):
    """Whom a run calls, and the most that one call can cost (US dollars)."""

    @property
    def slug(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def most(self) -> Decimal: ...


P = TypeVar("P", bound=Payable)


@dataclass
class Run(Generic[P]):
    """A running request: its row, and its money (US dollars): spent, spent by the runs before, and held."""

    row: AgentRun
    purpose: Purpose
    line: P
    content: dict[str, Any]
    spent_before: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    month: date | None = None
    begun: float = field(default_factory=time.monotonic)

    @property
    def total(self) -> Decimal:
        """Return the cost of the request with all vendors."""
        return self.spent_before + self.cost


def begin(*, system: str, user: str, purpose: Purpose, line: P, instead_of: "Run[P] | None" = None) -> Run[P]:
    """Record a request before its first call.

    Args:
        system: our instructions; empty for a service that takes none.
        user: what is asked.
        purpose: who asks, and for whom.
        line: who is called.
        instead_of: the run of the vendor that was tried before.
    """
    cause = current_cause()
    content: Any = {
        "system": system,
        "user": user,
        "evidence": list(purpose.evidence),
        "answer": "",
        "sources": [],
    }
    row = AgentRun.objects.create(
        agent=purpose.agent,
        prompt=purpose.prompt,
        prompt_version=purpose.version,
        instructions_version=purpose.instructions,
        vendor=line.slug,
        model=line.model,
        content=content,
        contact_id=purpose.contact_id,
        company_id=purpose.company_id,
        cause_kind=cause.kind if cause else "",
        cause_id=cause.id[:64] if cause else "",
        instead_of=instead_of.row if instead_of else None,
    )
    spent = instead_of.total if instead_of else Decimal(0)
    return Run(row=row, purpose=purpose, line=line, content=content, spent_before=spent)


@contextmanager
def recorded(run: Run[P]) -> Iterator[None]:
    """Record how the request ends if it raises: the error tells of the run and its cost."""
    try:
        yield
    except LlmError as error:
        error.run_id, error.cost = run.row.pk, run.total
        finish(run, error.outcome, error.message)
        health.record(kind=run.line.slug, error=error)
        raise
    except BaseException:
        finish(run, Outcome.ABANDONED)
        raise
    health.record(kind=run.line.slug, error=None)


def reserve(run: Run[P]) -> None:
    """Reserve the money of the next call. It is visible to other workers before the call is made.

    Raises: `LlmStopped` if a budget does not have it; `RuntimeError` inside a transaction.
    """
    with transaction.atomic(durable=True):
        month = budget.reserve(agent=run.purpose.agent, amount=run.line.most, at=now())
        AgentRun.objects.filter(pk=run.row.pk).update(
            reserved=run.line.most, budget_month=month, attempts=F("attempts") + 1
        )
    run.month, run.reserved = month, run.line.most


def settle(run: Run[P], cost: Decimal) -> None:
    """Settle the running call at what it costs. A call that holds nothing is settled already.

    The run is claimed before the budgets, in the order of `settle_lost`: a call that was taken for lost is
    not settled twice. The money of a run that was deleted with its contact is settled without it.
    """
    if run.month is None:
        return
    with transaction.atomic():
        row = AgentRun.objects.filter(pk=run.row.pk)
        is_ours = row.filter(outcome=RUNNING).update(reserved=0, cost=F("cost") + cost)
        if is_ours or not row.exists():
            budget.settle(agent=run.purpose.agent, month=run.month, reserved=run.reserved, cost=cost)
    run.cost += cost
    run.reserved, run.month = Decimal(0), None
    warn_of_budgets()


def settle_reply(run: Run[Line], reply: Reply) -> None:
    """Settle a call at what the vendor counted, before anybody looks at the answer.

    A vendor that counts nothing is settled at the reservation.
    """
    used = reply.usage
    settle(run, run.reserved if used is None else cost_of(used, run.line.prices))
    run.content |= {"answer": reply.text}
    keep_sources(run, reply.sources)
    if used:
        AgentRun.objects.filter(pk=run.row.pk).update(
            input_tokens=F("input_tokens") + used.input_tokens,
            cache_read_tokens=F("cache_read_tokens") + used.cache_read_tokens,
            cache_write_tokens=F("cache_write_tokens") + used.cache_write_tokens,
            output_tokens=F("output_tokens") + used.output_tokens,
            searches=F("searches") + used.searches,
        )


def keep_sources(run: Run[P], sources: Sequence[Source]) -> None:
    """Put the pages that a search found into what the run stores at its end."""
    run.content["sources"] = [[each.url, each.title] for each in sources]


def settle_error(run: Run[P], error: BaseException) -> None:
    """Settle a call that failed: at nothing if the vendor does not bill it, else at the reservation."""
    is_free = isinstance(error, LlmError) and error.is_free
    settle(run, Decimal(0) if is_free else run.reserved)


def finish(run: Run[P], outcome: Outcome, detail: str = "") -> None:
    """Record how a request ended. The row is gone if its contact was deleted meanwhile."""
    run.content["answer"] = without_unstorable(run.content["answer"])
    AgentRun.objects.filter(pk=run.row.pk).update(
        outcome=outcome,
        detail=without_unstorable(detail)[:300],
        content=run.content,
        latency_ms=round((time.monotonic() - run.begun) * 1000),
        finished_at=now(),
    )
    log.info("agent.run", agent=run.purpose.agent.value, outcome=outcome.value, run=str(run.row.pk))


def settle_lost() -> int:
    """Settle the runs whose worker died at their reservation, and return their number."""
    lost = AgentRun.objects.filter(outcome=RUNNING, started_at__lt=now() - LOST_AFTER)
    return sum(_settle_lost(row) for row in lost.only("pk").order_by("started_at")[:PER_PURGE])


@transaction.atomic
def _settle_lost(found: AgentRun) -> bool:
    row = AgentRun.objects.select_for_update(of=("self",)).filter(pk=found.pk, outcome=RUNNING).first()
    if row is None:
        return False
    held = row.reserved
    if row.budget_month and held:
        budget.settle(agent=row.agent, month=row.budget_month, reserved=held, cost=held)
    values: Mapping[str, Any] = {"outcome": Outcome.NO_ANSWER, "reserved": 0, "finished_at": now()}
    detail = _("The worker ended during the call, which may be billed.")
    AgentRun.objects.filter(pk=row.pk).update(**values, cost=F("cost") + held, detail=detail)
    return True


def delete_old_content() -> int:
    """Delete prompts and answers after the retention of the organization, and return how many.

    Costs, tokens and outcomes stay.
    """
    before = now() - timedelta(days=policy().retention_days)
    old = AgentRun.objects.filter(content__isnull=False, started_at__lt=before).order_by("started_at")
    ids = list(old.values_list("pk", flat=True)[:PER_PURGE])
    return AgentRun.objects.filter(pk__in=ids).update(content=None)
