"""Calls to vendors: reserved in the budget, recorded before they are made, and never made twice."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lead_intelligence.cache.services import answers as cache_answers
from lead_intelligence.enrichment.models.jobs import EnrichmentJob, VendorCall
from lead_intelligence.enrichment.services.rows import total_jobs
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.leads.domain.values import Found, pack
from lead_intelligence.runs.services import pending_answers
from lead_intelligence.runs.services.wanted import Request, Wanted, requests_for
from lead_intelligence.spending.services import reservations
from lead_intelligence.spending.services.reservations import Bill
from lead_intelligence.vendors.domain.answers import Answer
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.services import health
from lead_intelligence.vendors.services.health import CallEnd
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import insert_rows, update_rows
from mauntic.kernel.values.stored_text import without_unstorable

log = structlog.get_logger(__name__)

LOST = gettext_lazy("The worker died during the call. The call may have been billed and is not retried.")
WRITTEN = frozenset(
    {
        "outcome",
        "http_status",
        "duration_ms",
        "cost",
        "request_id",
        "reference",
        "poll_at",
        "detail",
        "answer",
        "finished_at",
    }
)


def begin(*, wanted: Sequence[Wanted], lease: datetime) -> list[Request]:
    """Reserve the prices of calls and record the calls.

    A search whose call is refused gets the reason, and can call the next vendor. A refused poll is postponed.
    A search whose job another worker has taken over is marked as lost.

    Returns: the requests to send. Leads that can share a request are in one.
    """
    begun = _begin(wanted, lease)
    ours = set(begun.ours)
    for each in wanted:
        each.search.is_lost = each not in ours
    for each, reason in begun.refused.items():
        each.search.refuse(each.slug, reason)
    for each in begun.unpaid:
        each.search.budget_reason = begun.refused[each]
    return begun.requests


@dataclass(slots=True)
class _Begun:
    """The wanted calls of this worker's jobs, the refused ones among them, and the requests to send."""

    ours: Sequence[Wanted]
    refused: dict[Wanted, str] = field(default_factory=dict)
    unpaid: list[Wanted] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


@transaction.atomic
def _begin(wanted: Sequence[Wanted], lease: datetime) -> _Begun:
    at = now()
    begun = _Begun(_still_ours(wanted, lease))
    reasons = reservations.reserve(prices=[(each.slug, each.price) for each in begun.ours], at=at)
    begun.refused = {each: reason for each, reason in zip(begun.ours, reasons, strict=True) if reason}
    begun.unpaid = list(begun.refused)
    paid = [each for each in begun.ours if each not in begun.refused]
    admitted = health.admit(wanted=Counter(each.slug for each in paid), until=lease)
    going, staying = list[Wanted](), list[Wanted]()
    for each in paid:
        admitted[each.slug] -= 1
        (going if admitted[each.slug] >= 0 else staying).append(each)
    _keep_back(staying, begun, at)
    begun.requests = requests_for(going, at)
    insert_rows(VendorCall.objects, [row for request in begun.requests for row in request.rows])
    return begun


def _keep_back(staying: Sequence[Wanted], begun: _Begun, at: datetime) -> None:
    """Release the money of calls that the circuit breaker refuses, and postpone polls among them."""
    reservations.settle(bills=[Bill(each.slug, each.price, Decimal(0), at) for each in staying])
    put_off = {each for each in staying if each.is_poll and pending_answers.put_off(each, at)}
    rows = [each.again for each in put_off if each.again is not None]
    update_rows(VendorCall.objects, rows, {"poll_at"})
    for each in staying:
        if each not in put_off:
            name = each.account.provider.name
            begun.refused[each] = _("The circuit of {vendor} is open; another call is probing it.").format(
                vendor=name
            )


def send(request: Request) -> list[Answer]:
    """Make a call without using the database. Return an answer for each row."""
    first = request.wanted[0]
    vendor = first.account.vendor
    try:
        if first.again is not None and first.is_poll:
            return [vendor.poll(first.again.reference, first.subject, request.timeout)]
        return vendor.look_up_many([each.subject for each in request.wanted], request.timeout)
    except Exception as error:  # an adapter that breaks must not lose the leads of the others
        log.exception("enrichment.adapter_broke", provider=first.slug)
        broken = Answer(
            outcome=Outcome.MALFORMED,
            cost=first.price,
            detail=_("Adapter error: {error}.").format(error=type(error).__name__),
        )
        return [broken] * len(request.wanted)


def finish(*, done: Sequence[tuple[Request, Sequence[Answer]]]) -> None:
    """Store answers, settle bills and count outcomes, each once.

    An answer that arrives after another worker took over the job was counted as lost before. Searches are
    updated after the transaction, so that it can be retried. The search of a deleted lead ends here: its
    answer is paid for and cached, and the row keeps no value of it.
    """
    ours = _store_answers(done)
    for wanted, row, _answer in _each(done):
        wanted.search.is_lost = row.pk not in ours
        if row.pk in ours:
            wanted.search.note(row)
    log.info("enrichment.called", calls=Counter(_in_words(request, answers) for request, answers in done))


@transaction.atomic
def _store_answers(done: Sequence[tuple[Request, Sequence[Answer]]]) -> set[UUID]:
    """Store answers and bills. Return the ids of the rows whose searches go on."""
    at = now()
    ids = [row.pk for request, _answers in done for row in request.rows]
    known = VendorCall.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    finished = dict(known.values_list("pk", "finished_at"))
    ours = {pk for pk, finished_at in finished.items() if finished_at is None}
    # Read with the rows locked: the deletion of a lead has redacted them before, or waits until after this.
    orphans = _of_deleted_leads(ours)
    bills, changed, bought = list[Bill](), list[VendorCall](), list[tuple[Subject, list[Found]]]()
    for wanted, row, answer in _each(done):
        if row.pk in ours:
            bills.append(_store(wanted, row, answer, at))
            changed.append(row)
            if row.pk in orphans:
                bought.append((wanted.search.subject, _found(wanted.slug, answer)))
                _redact(row)
            if corrected := pending_answers.correct(wanted, answer):
                changed.append(corrected[0])
                bills.append(corrected[1])
    update_rows(VendorCall.objects, changed, WRITTEN)
    reservations.settle(bills=bills)
    cache_answers.store_many(answers=bought)
    total_jobs(sorted({row.job_id for _wanted, row, _answer in _each(done) if row.pk in orphans}))
    _report(done, at)
    return ours - orphans


def _of_deleted_leads(call_ids: Collection[UUID]) -> set[UUID]:
    """Return the calls whose lead was deleted while they were under way."""
    gone = VendorCall.objects.filter(pk__in=call_ids, job__contact=None)
    return set(gone.values_list("pk", flat=True))


def _found(slug: str, answer: Answer) -> list[Found]:
    return [Found(field, slug, value) for field, value in answer.values.items()]


def _redact(row: VendorCall) -> None:
    """Delete the values of an answer, so that the ledger keeps no data of a deleted person."""
    row.answer = {name: [None, confidence] for name, (_value, confidence) in row.answer.items()}
    row.detail, row.reference, row.poll_at = "", "", None


@transaction.atomic
def close_lost(*, jobs: Sequence[EnrichmentJob]) -> None:
    """Close the calls whose answers were lost with a worker. They count as billed and are not retried.

    A lost poll costs nothing and is repeated.
    """
    _close_lost(VendorCall.objects.filter(job__in=jobs, finished_at=None))


@transaction.atomic
def close_abandoned(*, before: datetime) -> int:
    """Close the calls for deleted leads that started before a time. They count as billed.

    The job of a deleted lead is not claimed again, so `close_lost` does not find its calls.

    Returns: the number of closed calls.
    """
    abandoned = VendorCall.objects.filter(finished_at=None, started_at__lt=before, job__contact=None)
    lost = _close_lost(abandoned)
    total_jobs(sorted({row.job_id for row in lost}))
    return len(lost)


def _close_lost(calls: QuerySet[VendorCall]) -> list[VendorCall]:
    at = now()
    lost = list(calls.order_by("pk").select_for_update(of=("self",)))
    for row in lost:
        row.finished_at, row.detail, row.cost = at, str(LOST), row.reserved
        row.outcome = Outcome.PENDING if row.is_poll else Outcome.TRANSPORT_ERROR
        row.poll_at = at if row.is_poll else None
    update_rows(VendorCall.objects, lost, WRITTEN)
    reservations.settle(
        bills=[Bill(row.provider_id, row.reserved, row.reserved, row.started_at) for row in lost]
    )
    return lost


def _still_ours(wanted: Sequence[Wanted], lease: datetime) -> list[Wanted]:
    """Return the calls of jobs that this worker holds, and lock those jobs until the transaction ends."""
    held = EnrichmentJob.objects.filter(
        pk__in=[each.search.job.pk for each in wanted],
        status=EnrichmentJob.Status.RUNNING,
        lease_until=lease,
    )
    ours = set(held.order_by("pk").select_for_update().values_list("pk", flat=True))
    return [each for each in wanted if each.search.job.pk in ours]


def _each(done: Iterable[tuple[Request, Sequence[Answer]]]) -> Iterator[tuple[Wanted, VendorCall, Answer]]:
    for request, answers in done:
        yield from zip(request.wanted, request.rows, answers, strict=True)


def _store(wanted: Wanted, row: VendorCall, answer: Answer, at: datetime) -> Bill:
    """Store an answer in its row. Safe to repeat. Return the bill."""
    row.outcome, row.http_status, row.duration_ms = answer.outcome, answer.http_status, answer.latency_ms
    row.cost = pending_answers.counted_cost(answer, row.reserved)
    row.request_id = without_unstorable(answer.request_id)[:100]
    row.reference = without_unstorable(answer.reference)[:200] or row.reference
    row.detail = without_unstorable(answer.detail)[:300]
    row.answer, row.finished_at = pack(answer.values), at
    row.poll_at = pending_answers.ask_again_at(wanted, answer, at)
    return Bill(wanted.slug, row.reserved, row.cost, row.started_at)


def _report(done: Sequence[tuple[Request, Sequence[Answer]]], at: datetime) -> None:
    ends = [_call_end(request, answers) for request, answers in done]
    health.record(ends=ends, at=at)
    for each in {each.slug: each for each in ends if each.outcome.disables_provider}.values():
        health.disable_provider(slug=each.slug, outcome=each.outcome, detail=each.detail)


def _in_words(request: Request, answers: Sequence[Answer]) -> str:
    """Return `apollo found`. One log line for many calls is enough, since each call has its row."""
    end = _call_end(request, answers)
    return f"{end.slug} {end.outcome.value}"


def _call_end(request: Request, answers: Sequence[Answer]) -> CallEnd:
    """Return how a request ended: the answer for several leads that says most about the vendor's health."""
    decisive = max(
        answers, key=lambda each: (each.outcome.resets_circuit, each.outcome.counts_towards_circuit)
    )
    slug = request.wanted[0].slug
    return CallEnd(slug, decisive.outcome, decisive.latency_ms, decisive.retry_after, decisive.detail)
