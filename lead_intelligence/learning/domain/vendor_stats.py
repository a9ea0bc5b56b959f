"""Figures of each vendor by field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastCall, PastJob, agrees
from lead_intelligence.learning.domain.replay import Market
from lead_intelligence.waterfall.domain import NO_ATTEMPT


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorStats:
    """A vendor and a field. Shares are 0-1, and None without cases.

    `asked` and `hits` are plain counts of the ledger, so of the leads that came down to the vendor; `known`
    is the share that it would know of all leads. `compared` are values of which another vendor spoke too,
    `agreed` those of which another said the same, `refuted` those that bounced or were taken back. `right`
    is how many of its values are, from `low` to `high`; `per_right` US dollars for one that is.
    """

    slug: str
    asked: int
    hits: int
    known: float
    compared: int
    agreed: int
    refuted: int
    right: float
    low: float
    high: float
    per_right: float | None


@dataclass(slots=True)
class _Counts:
    asked: int = 0
    hits: int = 0
    compared: int = 0
    agreed: int = 0
    refuted: int = 0
    cost: Decimal = Decimal(0)


def compare_vendors(market: Market, jobs: Sequence[PastJob]) -> dict[Field, list[VendorStats]]:
    """Vendors that were asked for each field, who gives right values cheapest first."""
    counts: defaultdict[tuple[Field, str], _Counts] = defaultdict(_Counts)
    for job in jobs:
        wanted = frozenset(job.fields)
        for call in job.calls:
            if call.outcome not in NO_ATTEMPT:
                _count(counts, call, wanted)
        _compare(counts, job)
    found: dict[Field, list[VendorStats]] = {field: [] for field in market.fields}
    for (field, slug), each in counts.items():
        if field in found and slug in market.donors:
            found[field].append(_stats(market, field, slug, each))
    return {field: sorted(those, key=_worth) for field, those in found.items()}


def _worth(stats: VendorStats) -> tuple[float, str]:
    return float("inf") if stats.per_right is None else stats.per_right, stats.slug


def _count(counts: Mapping[tuple[Field, str], _Counts], call: PastCall, wanted: frozenset[Field]) -> None:
    """A call counts for the fields that it was asked for, and is paid for by those that it answered."""
    given = call.asked & call.values.keys()
    paying = given or call.asked
    for field in call.asked & wanted:
        each = counts[field, call.slug]
        each.asked += 1
        each.hits += field in given
        if field in paying:
            each.cost += call.cost / len(paying)


def _compare(counts: Mapping[tuple[Field, str], _Counts], job: PastJob) -> None:
    answers_by_field: defaultdict[Field, list[tuple[str, FieldValue]]] = defaultdict(list)
    for call in job.calls:
        for field, value in call.values.items():
            answers_by_field[field].append((call.slug, value))
    for field, answers in answers_by_field.items():
        for slug, value in answers:
            each = counts[field, slug]
            each.refuted += job.proofs.get((slug, field)) is False
            if len(answers) > 1:
                each.compared += 1
                each.agreed += any(
                    other != slug and agrees(value.value, theirs.value) for other, theirs in answers
                )


def _stats(market: Market, field: Field, slug: str, counts: _Counts) -> VendorStats:
    rate = market.precision.rate(field, slug)
    low, high = rate.interval
    right = counts.hits * rate.share
    return VendorStats(
        slug=slug,
        asked=counts.asked,
        hits=counts.hits,
        known=market.knows(slug, field),
        compared=counts.compared,
        agreed=counts.agreed,
        refuted=counts.refuted,
        right=rate.share,
        low=low,
        high=high,
        per_right=float(counts.cost) / right if right else None,
    )
