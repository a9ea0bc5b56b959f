"""Calls that searches want, and the outside calls that are made of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lead_intelligence.enrichment.models.jobs import VendorCall
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import Subject
from lead_intelligence.runs.services.searches import Search
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.vendors.selectors.accounts import Account
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.ids import new_id


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
        return self.again is not None and (self.again.is_poll or self.again.outcome == Outcome.PENDING)

    @property
    def price(self) -> Decimal:
        """What must be held back for it."""
        return Decimal(0) if self.is_poll else self.account.vendor.cost_per_lookup

    @property
    def shared_by(self) -> int:
        """How many leads one outside call may ask for."""
        return self.account.vendor.batch_size if self.kind else 1

    @property
    def kind(self) -> str:
        """Leads of one kind can share a call; empty when this one is made alone."""
        vendor = self.account.vendor
        may_share = self.account.provider.batch_supported and vendor.batch_size > 1 and not self.is_poll
        return vendor.bulk_kind(self.subject) if may_share else ""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One outside call, for one search or for several at once, with the row of each."""

    wanted: Sequence[Wanted]
    rows: Sequence[VendorCall]

    @property
    def timeout(self) -> float:
        """Seconds that the call may take: what the most patient of its fields allows."""
        return max(each.timeout_ms for each in self.wanted) / 1000


def requests_for(wanted: Iterable[Wanted], at: datetime) -> list[Request]:
    """The outside calls to make, leads of one kind together, each with its new rows."""
    return [_request(group, at) for group in _together(wanted)]


def _together(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    shared: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for each in wanted:
        if kind := each.kind:
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
            is_poll=each.is_poll,
            fields=list(each.fields),
            reserved=each.price,
            reference=each.again.reference if each.again else "",
            started_at=at,
        )
        for each in group
    ]
    return Request(group, rows)
