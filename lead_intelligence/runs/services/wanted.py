"""The calls that searches want, and the requests that combine them."""

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
    """A call that a search wants. `again` is the earlier call that it polls or repeats."""

    search: Search
    account: Account
    subject: Subject
    fields: Sequence[Field]
    timeout_ms: int
    again: VendorCall | None = None

    @property
    def slug(self) -> str:
        """The slug of the vendor."""
        return self.account.provider.slug

    @property
    def is_poll(self) -> bool:
        """Whether it polls a pending result, which costs nothing."""
        return self.again is not None and (self.again.is_poll or self.again.outcome == Outcome.PENDING)

    @property
    def price(self) -> Decimal:
        """The amount to reserve, in US dollars."""
        return Decimal(0) if self.is_poll else self.account.vendor.cost_per_lookup

    @property
    def shared_by(self) -> int:
        """How many leads a request of this vendor can have."""
        return self.account.vendor.batch_size if self.kind else 1

    @property
    def kind(self) -> str:
        """The kind of input. Leads of one kind can share a request; empty if this call is made alone."""
        vendor = self.account.vendor
        may_share = self.account.provider.batch_supported and vendor.batch_size > 1 and not self.is_poll
        return vendor.bulk_kind(self.subject) if may_share else ""


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One HTTP request for one or several searches, with the row of each."""

    wanted: Sequence[Wanted]
    rows: Sequence[VendorCall]

    @property
    def timeout(self) -> float:
        """The timeout in seconds: the longest of its fields."""
        return max(each.timeout_ms for each in self.wanted) / 1000


def requests_for(wanted: Iterable[Wanted], at: datetime) -> list[Request]:
    """Return the requests to make, with their new rows. Leads of one kind share a request."""
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
