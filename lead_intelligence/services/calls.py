"""Calls to vendors: paid for from the budget, on record before they are made, and never made twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import structlog
from django.db import transaction

from lead_intelligence.domain.answers import Answer
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.domain.values import pack
from lead_intelligence.models import EnrichmentJob, VendorCall
from lead_intelligence.services import budget, health, promises
from lead_intelligence.services.budget import Bill
from lead_intelligence.services.health import Ended
from lead_intelligence.services.wanted import Request, Wanted, requests_for
from mauntic.kernel.clock import now
from mauntic.kernel.rows import insert_rows, update_rows
from mauntic.kernel.stored_text import without_unstorable

log = structlog.get_logger(__name__)

LOST = "The worker died while it waited for the answer. It may have been billed, so it is not asked again."
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
    """Reserve the money and put the calls on record; those that may be made, leads of one kind together.

    A search whose call was not let through is told why, and can ask the next vendor; a look for a promised
    answer is made later instead. One whose job is another worker's by now is lost.
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
    """What became of wanted calls: those of this worker's jobs, and of these the ones that are not made."""

    ours: Sequence[Wanted]
    refused: dict[Wanted, str] = field(default_factory=dict)
    unpaid: list[Wanted] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


@transaction.atomic
def _begin(wanted: Sequence[Wanted], lease: datetime) -> _Begun:
    at = now()
    begun = _Begun(_still_ours(wanted, lease))
    reasons = budget.reserve(prices=[(each.slug, each.price) for each in begun.ours], at=at)
    begun.refused = {each: reason for each, reason in zip(begun.ours, reasons, strict=True) if reason}
    begun.unpaid = list(begun.refused)
    paid = [each for each in begun.ours if each not in begun.refused]
    let_through = health.admit(wanted=Counter(each.slug for each in paid), until=lease)
    going, staying = list[Wanted](), list[Wanted]()
    for each in paid:
        let_through[each.slug] -= 1
        (going if let_through[each.slug] >= 0 else staying).append(each)
    _keep_back(staying, begun, at)
    begun.requests = requests_for(going, at)
    insert_rows(VendorCall.objects, [row for request in begun.requests for row in request.rows])
    return begun


def _keep_back(staying: Sequence[Wanted], begun: _Begun, at: datetime) -> None:
    """Release the money of calls that the circuit does not let through; promises are still waited for."""
    budget.settle(bills=[Bill(each.slug, each.price, Decimal(0), at) for each in staying])
    put_off = {each for each in staying if each.is_poll and promises.put_off(each, at)}
    rows = [each.again for each in put_off if each.again is not None]
    update_rows(VendorCall.objects, rows, {"poll_at"})
    for each in staying:
        if each not in put_off:
            name = each.account.provider.name
            begun.refused[each] = f"{name} rests; another call tries it just now."


def send(request: Request) -> list[Answer]:
    """Make the call, without a database; an answer for each row."""
    first = request.wanted[0]
    vendor = first.account.vendor
    try:
        if first.again is not None and first.is_poll:
            return [vendor.poll(first.again.reference, first.subject, request.timeout)]
        return vendor.look_up_many([each.subject for each in request.wanted], request.timeout)
    except Exception as error:  # an adapter that breaks must not lose the leads of the others
        log.exception("enrichment.adapter_broke", provider=first.slug)
        broken = Answer(
            outcome=Outcome.MALFORMED, cost=first.price, detail=f"The adapter broke: {type(error).__name__}."
        )
        return [broken] * len(request.wanted)


def finish(*, done: Sequence[tuple[Request, Sequence[Answer]]]) -> None:
    """Keep the answers, settle the bills and count how the calls ended, each once.

    An answer that comes after its job was given to another worker has been counted as lost already. The
    searches hear of it only when everything is on record, so that this can be tried again.
    """
    ours = _write_down(done)
    for wanted, row, _ in _each(done):
        wanted.search.is_lost = row.pk not in ours
        if row.pk in ours:
            wanted.search.note(row)
    log.info("enrichment.called", calls=Counter(_in_words(request, answers) for request, answers in done))


@transaction.atomic
def _write_down(done: Sequence[tuple[Request, Sequence[Answer]]]) -> set[UUID]:
    """The ids of the rows that were this worker's to finish."""
    at = now()
    ids = [row.pk for request, _ in done for row in request.rows]
    known = VendorCall.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    finished = dict(known.values_list("pk", "finished_at"))
    ours = {pk for pk, ended in finished.items() if ended is None}
    bills, changed = list[Bill](), list[VendorCall]()
    for wanted, row, answer in _each(done):
        # A row that is gone, because its lead was deleted, is still to be paid for.
        if row.pk in ours or row.pk not in finished:
            bills.append(_keep(wanted, row, answer, at))
            changed.append(row)
            if corrected := promises.correct(wanted, answer):
                changed.append(corrected[0])
                bills.append(corrected[1])
    update_rows(VendorCall.objects, changed, WRITTEN)
    budget.settle(bills=bills)
    _report(done)
    return ours


@transaction.atomic
def close_lost(*, jobs: Sequence[EnrichmentJob]) -> None:
    """Count the calls whose answers died with a worker as billed, and ask none of them twice.

    A lost look for a pending answer cost nothing, and is made again.
    """
    at = now()
    lost = list(VendorCall.objects.filter(job__in=jobs, finished_at=None).order_by("pk").select_for_update())
    for row in lost:
        row.finished_at, row.detail, row.cost = at, LOST, row.reserved
        row.outcome = Outcome.PENDING if row.is_poll else Outcome.TRANSPORT_ERROR
        row.poll_at = at if row.is_poll else None
    update_rows(VendorCall.objects, lost, WRITTEN)
    budget.settle(bills=[Bill(row.provider_id, row.reserved, row.reserved, row.started_at) for row in lost])


def _still_ours(wanted: Sequence[Wanted], lease: datetime) -> list[Wanted]:
    """The calls of jobs that this worker has; they stay so until the transaction ends."""
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


def _keep(wanted: Wanted, row: VendorCall, answer: Answer, at: datetime) -> Bill:
    """Write the answer on its row; called twice, it writes the same."""
    row.outcome, row.http_status, row.duration_ms = answer.outcome, answer.http_status, answer.latency_ms
    row.cost = promises.counted_cost(answer, row.reserved)
    row.request_id = without_unstorable(answer.request_id)[:100]
    row.reference = without_unstorable(answer.reference)[:200] or row.reference
    row.detail = without_unstorable(answer.detail)[:300]
    row.answer, row.finished_at = pack(answer.values), at
    row.poll_at = promises.ask_again_at(wanted, answer, at)
    return Bill(wanted.slug, row.reserved, row.cost, row.started_at)


def _report(done: Sequence[tuple[Request, Sequence[Answer]]]) -> None:
    ended = [_ended(request, answers) for request, answers in done]
    health.record(ended=ended)
    for each in {each.slug: each for each in ended if each.outcome.disables_provider}.values():
        health.disable_provider(slug=each.slug, outcome=each.outcome, detail=each.detail)


def _in_words(request: Request, answers: Sequence[Answer]) -> str:
    """`apollo found`: a line for the calls that landed together is enough, each has its row."""
    told = _ended(request, answers)
    return f"{told.slug} {told.outcome.value}"


def _ended(request: Request, answers: Sequence[Answer]) -> Ended:
    """How the outside call ended: of several leads, the one whose answer tells most of the vendor."""
    told = max(answers, key=lambda each: (each.outcome.resets_circuit, each.outcome.counts_towards_circuit))
    slug = request.wanted[0].slug
    return Ended(slug, told.outcome, told.latency_ms, told.retry_after, told.detail)
