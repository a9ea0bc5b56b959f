"""Calls to vendors: paid for from the budget, on record before they are made, and never made twice."""

import time
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from lead_intelligence.domain.answers import Answer, Subject
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.domain.values import pack, unpack
from lead_intelligence.domain.waterfall import NextCall, Try
from lead_intelligence.models import EnrichmentJob, VendorCall
from lead_intelligence.selectors.vendors import Account
from lead_intelligence.services import budget, health
from mauntic.kernel.clock import now
from mauntic.kernel.errors import CircuitOpen, Conflict
from mauntic.kernel.stored_text import without_unstorable

log = structlog.get_logger(__name__)

MARGIN = timedelta(seconds=15)
"""How much longer than its call's time limit a worker keeps its job, before it counts as dead."""
ASK_AGAIN = frozenset({Outcome.RATE_LIMITED, Outcome.PENDING})
LOST = "The worker died while it waited for the answer. It may have been billed, so it is not asked again."


def ask(*, job: EnrichmentJob, account: Account, call: NextCall, subject: Subject) -> None:
    """Ask a vendor for a lead and keep the answer on record; nothing is held open during the call.

    A vendor that asks to wait for less than the call's time limit is waited for, and asked once more.
    `CircuitOpen` and `BudgetExhausted` say that the call was not made.
    """
    answer = _ask_once(job, account, call, subject, attempt=1)
    pause = answer.retry_after
    if answer.outcome in ASK_AGAIN and pause is not None and pause * 1000 < call.timeout_ms:
        time.sleep(pause)
        _ask_once(job, account, call, subject, attempt=2)


def tries_of(job: EnrichmentJob) -> list[Try]:
    """What was asked and answered in this job, the last word of each vendor, in order."""
    last = {call.provider_id: call for call in job.calls.order_by("started_at", "id")}
    return [
        Try(slug=slug, outcome=Outcome(call.outcome), cost=call.cost, values=unpack(call.answer))
        for slug, call in last.items()
        if call.is_finished
    ]


@transaction.atomic
def close_lost_calls(*, job: EnrichmentJob) -> None:
    """Count the calls whose answers died with a worker as billed, and ask none of them twice."""
    for call in job.calls.filter(finished_at=None):
        _finish(call, Answer(outcome=Outcome.TRANSPORT_ERROR, cost=call.reserved, detail=LOST))


def _ask_once(
    job: EnrichmentJob, account: Account, wanted: NextCall, subject: Subject, *, attempt: int
) -> Answer:
    slug = account.provider.slug
    lease = now() + timedelta(milliseconds=wanted.timeout_ms) + MARGIN
    call = _begin(job, account, wanted, attempt, lease)
    answer = account.vendor.look_up(subject, timeout=wanted.timeout_ms / 1000)
    with transaction.atomic():
        _finish(call, answer)
        health.record(slug=slug, outcome=answer.outcome, latency_ms=answer.latency_ms, detail=answer.detail)
        if answer.outcome.disables_provider:
            health.disable_provider(slug=slug, outcome=answer.outcome, detail=answer.detail)
    log.info("enrichment.called", provider=slug, outcome=answer.outcome.value, ms=answer.latency_ms)
    return answer


@transaction.atomic
def _begin(
    job: EnrichmentJob, account: Account, wanted: NextCall, attempt: int, lease: datetime
) -> VendorCall:
    """Reserve the money, put the call on record, and keep the job for as long as the call may take."""
    at, price = now(), account.vendor.cost_per_lookup
    if price:
        budget.reserve(amount=price, at=at)
    if not health.admit(slug=account.provider.slug, until=lease):
        raise CircuitOpen(f"{account.provider.name} rests; another call tries it just now.")
    kept = EnrichmentJob.objects.filter(
        pk=job.pk, status=EnrichmentJob.Status.RUNNING, lease_until=job.lease_until
    ).update(lease_until=lease)
    if not kept:
        raise Conflict("Another worker has taken over this job.")
    job.lease_until = lease
    return VendorCall.objects.create(
        job=job,
        provider=account.provider,
        attempt=attempt,
        fields=list(wanted.fields),
        reserved=price,
        started_at=at,
    )


def _finish(call: VendorCall, answer: Answer) -> None:
    """Keep the answer and settle the bill, once."""
    values = {
        "outcome": answer.outcome,
        "http_status": answer.http_status,
        "duration_ms": answer.latency_ms,
        "cost": answer.cost,
        "request_id": without_unstorable(answer.request_id)[:100],
        "detail": without_unstorable(answer.detail)[:300],
        "answer": pack(answer.values),
        "finished_at": now(),
    }
    if not VendorCall.objects.filter(pk=call.pk, finished_at=None).update(**values):
        raise Conflict("The answer came after its job was given to another worker.")
    budget.settle(reserved=call.reserved, cost=answer.cost, at=call.started_at)
