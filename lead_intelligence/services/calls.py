"""Calls to vendors: paid for from the budget, on record before they are made, and never made twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import structlog
from django.db import transaction

from lead_intelligence.domain.answers import Answer, Subject
from lead_intelligence.domain.fields import Field
from lead_intelligence.domain.outcomes import Outcome
from lead_intelligence.domain.values import pack
from lead_intelligence.models import EnrichmentJob, VendorCall
from lead_intelligence.selectors.vendors import Account
from lead_intelligence.services import budget, health
from lead_intelligence.services.budget import Bill
from lead_intelligence.services.health import Ended
from lead_intelligence.services.searches import Search
from mauntic.kernel.chunks import chunked
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.kernel.rows import insert_rows, update_rows
from mauntic.kernel.stored_text import without_unstorable

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3
"""Calls for one lead to a vendor that asks to slow down."""
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


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A call that a search wants; `again` is the earlier one whose answer is awaited, or was put off."""

    search: Search
    account: Account
    subject: Subject
    fields: Sequence[Field]
    timeout_ms: int
    again: VendorCall | None = None

    @property
    def slug(self) -> str:
        """The vendor."""
        return self.account.provider.slug

    @property
    def is_poll(self) -> bool:
        """Whether it only looks for an answer that was asked for: that costs nothing more."""
        return self.again is not None and self.again.outcome == Outcome.PENDING

    @property
    def price(self) -> Decimal:
        """What must be held back for it."""
        return Decimal(0) if self.is_poll else self.account.vendor.cost_per_lookup


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One outside call, for one search or for several at once, with the row of each."""

    wanted: Sequence[Wanted]
    rows: Sequence[VendorCall]

    @property
    def timeout(self) -> float:
        """Seconds that the call may take: what the most patient of its fields allows."""
        return max(each.timeout_ms for each in self.wanted) / 1000


@transaction.atomic
def begin(*, wanted: Sequence[Wanted], lease: datetime) -> list[Request]:
    """Reserve the money and put the calls on record; those that may be made, leads of one kind together.

    A search whose call was not let through is told why, and can ask the next vendor; one whose job is another
    worker's by now is lost.
    """
    at, admitted = now(), list[Wanted]()
    wanted = _still_ours(wanted, lease)
    reasons = budget.reserve(prices=[(each.slug, each.price) for each in wanted], at=at)
    for each, reason in zip(wanted, reasons, strict=True):
        if reason:
            each.search.refuse(each.slug, reason)
            each.search.budget_reason = reason
        else:
            admitted.append(each)
    let_through = health.admit(wanted=Counter(each.slug for each in admitted), until=lease)
    going, staying = list[Wanted](), list[Wanted]()
    for each in admitted:
        let_through[each.slug] -= 1
        (going if let_through[each.slug] >= 0 else staying).append(each)
    for each in staying:
        each.search.refuse(each.slug, f"{each.account.provider.name} rests; another call tries it just now.")
    budget.settle(bills=[Bill(each.slug, each.price, Decimal(0), at) for each in staying])
    requests = [_request(group, at) for group in _together(going)]
    insert_rows(VendorCall.objects, [row for request in requests for row in request.rows])
    return requests


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


@transaction.atomic
def finish(*, done: Sequence[tuple[Request, Sequence[Answer]]]) -> None:
    """Keep the answers, settle the bills and count how the calls ended, each once.

    An answer that comes after its job was given to another worker has been counted as lost already.
    """
    at = now()
    rows = [row for request, _ in done for row in request.rows]
    running = VendorCall.objects.filter(pk__in=[row.pk for row in rows], finished_at=None).order_by("pk")
    ours = set(running.select_for_update().values_list("pk", flat=True))
    bills, changed = list[Bill](), list[VendorCall]()
    for wanted, row, answer in _each(done):
        if row.pk not in ours:
            wanted.search.is_lost = True
        else:
            bills.append(_keep(wanted, row, answer, at))
            changed.append(row)
            if wanted.is_poll and answer.outcome is not Outcome.PENDING:
                bills.append(_correct(wanted))
                changed += wanted.search.calls_to(wanted.slug)
            wanted.search.calls.append(row)
            wanted.search.take_stock([row])
    update_rows(VendorCall.objects, {row.pk: row for row in changed}.values(), WRITTEN)
    budget.settle(bills=bills)
    _report(done)


@transaction.atomic
def close_lost(*, jobs: Sequence[EnrichmentJob]) -> None:
    """Count the calls whose answers died with a worker as billed, and ask none of them twice.

    A lost look for a pending answer cost nothing, and is made again.
    """
    at = now()
    lost = list(VendorCall.objects.filter(job__in=jobs, finished_at=None).order_by("pk").select_for_update())
    for row in lost:
        row.finished_at, row.detail, row.cost = at, LOST, row.reserved
        was_poll = row.attempt > 1 and not row.reserved
        row.outcome = Outcome.PENDING if was_poll else Outcome.TRANSPORT_ERROR
        row.poll_at = at if was_poll else None
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
    for each in wanted:
        each.search.is_lost = each.search.job.pk not in ours
    return [each for each in wanted if not each.search.is_lost]


def _together(going: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """The calls to make: leads of one kind share one where the vendor takes several at once."""
    shared: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for each in going:
        vendor = each.account.vendor
        kind = vendor.bulk_kind(each.subject) if each.account.provider.batch_supported else ""
        if kind and not each.is_poll and vendor.batch_size > 1:
            shared[each.slug, kind].append(each)
        else:
            yield [each]
    for group in shared.values():
        yield from (list(some) for some in chunked(group, group[0].account.vendor.batch_size))


def _request(group: Sequence[Wanted], at: datetime) -> Request:
    request = new_id()
    rows = [
        VendorCall(
            job=each.search.job,
            provider=each.account.provider,
            request=request,
            attempt=len(each.search.calls_to(each.slug)) + 1,
            fields=list(each.fields),
            reserved=each.price,
            reference=each.again.reference if each.again else "",
            started_at=at,
        )
        for each in group
    ]
    return Request(group, rows)


def _each(done: Iterable[tuple[Request, Sequence[Answer]]]) -> Iterator[tuple[Wanted, VendorCall, Answer]]:
    for request, answers in done:
        yield from zip(request.wanted, request.rows, answers, strict=True)


def _keep(wanted: Wanted, row: VendorCall, answer: Answer, at: datetime) -> Bill:
    """Write the answer on its row; what is pending counts as billed until the vendor tells."""
    row.outcome, row.http_status, row.duration_ms = answer.outcome, answer.http_status, answer.latency_ms
    row.cost = max(answer.cost, row.reserved) if answer.outcome is Outcome.PENDING else answer.cost
    row.request_id = without_unstorable(answer.request_id)[:100]
    row.reference = without_unstorable(answer.reference)[:200] or row.reference
    row.detail = without_unstorable(answer.detail)[:300]
    row.answer, row.finished_at = pack(answer.values), at
    row.poll_at = _ask_again_at(wanted, answer, at)
    if wanted.again is not None:
        wanted.again.poll_at = None
    return Bill(wanted.slug, row.reserved, row.cost, row.started_at)


def _correct(wanted: Wanted) -> Bill:
    """Take back what the first call was counted for while it was pending; a billed promise stays billed."""
    first = next(call for call in wanted.search.calls_to(wanted.slug) if call.outcome == Outcome.PENDING)
    vendor, held = wanted.account.vendor, first.cost
    first.cost = held if vendor.bills_promises else Decimal(0)
    wanted.search.forget_cost(wanted.slug, held - first.cost)
    return Bill(wanted.slug, Decimal(0), first.cost - held, first.started_at)


def _ask_again_at(wanted: Wanted, answer: Answer, at: datetime) -> datetime | None:
    """When the vendor is asked again: for an answer to come, or after a short wait that it asked for."""
    before = wanted.search.calls_to(wanted.slug)
    if answer.outcome is Outcome.PENDING:
        pauses = wanted.account.vendor.poll_after
        polls = sum(call.outcome == Outcome.PENDING for call in before)
        return at + timedelta(seconds=pauses[polls]) if polls < len(pauses) else None
    if answer.outcome is not Outcome.RATE_LIMITED or answer.retry_after is None:
        return None
    is_short = answer.retry_after * 1000 < wanted.timeout_ms
    return (
        at + timedelta(seconds=answer.retry_after) if is_short and len(before) + 1 < MOST_ATTEMPTS else None
    )


def _report(done: Sequence[tuple[Request, Sequence[Answer]]]) -> None:
    ended = [_ended(request, answers) for request, answers in done]
    health.record(ended=ended)
    for each in {each.slug: each for each in ended if each.outcome.disables_provider}.values():
        health.disable_provider(slug=each.slug, outcome=each.outcome, detail=each.detail)
    for each in ended:
        log.info("enrichment.called", provider=each.slug, outcome=each.outcome.value, ms=each.latency_ms)


def _ended(request: Request, answers: Sequence[Answer]) -> Ended:
    """How the outside call ended: of several leads, the one whose answer tells most of the vendor."""
    told = max(answers, key=lambda each: (each.outcome.resets_circuit, each.outcome.counts_towards_circuit))
    slug = request.wanted[0].slug
    return Ended(slug, told.outcome, told.latency_ms, told.retry_after, told.detail)
