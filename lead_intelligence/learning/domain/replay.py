"""What other orders would have cost and found on past jobs: the waterfall itself, run over what is known.

An answer that the ledger holds is taken as it was given. One that was never asked for is drawn from the
vendor's own answers to leads of the same kind, whole: with its fields, confidences and cost. Each lead keeps
its draws, so that two orders are compared on the same leads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.learning.domain.imputation import (
    MIN_ANSWERS,
    NOBODY,
    UNIT,
    Book,
    Donors,
    ImputedLead,
    Pattern,
)
from lead_intelligence.learning.domain.lead_kinds import Kinds
from lead_intelligence.learning.domain.ledger import PastJob, bounds, level
from lead_intelligence.learning.domain.precision import Precision, cases_of
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.vendors.domain.outcomes import Outcome
from lead_intelligence.waterfall.domain import Rule, Try, plan

USABLE = 0.5
"""Values of a vendor that is right less than half as often as the field's best are no coverage."""


@dataclass(slots=True)
class Tally:
    """Sums over leads, by field: wanted, found, found and usable, expected right, its share of the cost.

    `spent` is the whole cost in millionths, exactly.
    """

    wanted: list[float]
    found: list[float]
    usable: list[float]
    right: list[float]
    cost: list[float]
    leads: int = 0
    spent: int = 0

    @classmethod
    def empty(cls, fields: int) -> "Tally":
        """Nothing yet."""
        wanted, found, usable, right, cost = ([0.0] * fields for _ in range(5))
        return cls(wanted, found, usable, right, cost)


Rules = tuple[Rule, ...]
"""One rule for each field of the market, in its order."""


@dataclass(slots=True)
class Market:
    """What a ledger teaches of the vendors; `states` are the vendors as they stand now.

    `shares` and `usable` say of each pattern how likely its values are right, and which of them count;
    `known` are vendors of which enough answers are known, `movable` those that a field can ask now.
    """

    fields: Sequence[Field]
    slugs: Sequence[str]
    states: Mapping[str, ProviderState]
    edges: Sequence[float]
    precision: Precision
    kinds: Kinds
    donors: "Mapping[str, Donors]"
    patterns: Sequence[Pattern]
    answers: Mapping[str, int]
    shares: list[dict[int, float]] = dataclass_field(default_factory=list)
    usable: list[int] = dataclass_field(default_factory=list)
    known: frozenset[str] = dataclass_field(init=False)
    movable: Mapping[Field, Sequence[str]] = dataclass_field(init=False)
    _tables: "dict[Rule, Table]" = dataclass_field(default_factory=dict)
    _masks: "dict[tuple[int, ...], Masks]" = dataclass_field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = frozenset(slug for slug, count in self.answers.items() if count >= MIN_ANSWERS)
        self.movable = {
            field: [
                slug
                for slug in self.slugs
                if slug in self.known
                and field in self.states[slug].supports
                and not self.states[slug].unavailable
            ]
            for field in self.fields
        }

    def knows(self, slug: str, field: Field) -> float:
        """The share of all leads of which the vendor would give that field."""
        index = self.fields.index(field)
        giving = [
            number
            for number in self.donors[slug].patterns
            if any(at == index for at, _ in self.patterns[number].levels)
        ]
        return self.donors[slug].share(set(giving), self.kinds.shares)

    def table(self, rule: Rule) -> "Table":
        """Whom the waterfall asks next for one field."""
        if rule not in self._tables:
            self._tables[rule] = Table(rule, self)
        return self._tables[rule]

    def masks(self, rules: Rules) -> "Masks":
        """For each pattern, the fields that are sure enough for these rules."""
        least = tuple(level(rule.min_confidence, self.edges) for rule in rules)
        if least not in self._masks:
            self._masks[least] = Masks(least, self.patterns)
        return self._masks[least]


class Table(dict[int, int]):
    """The next vendor by what happened before, asked of `plan` once for each state.

    A state holds a bit for each vendor that was asked, then one for each of those that did not look, and
    above them what was spent.
    """

    def __init__(self, rule: Rule, market: Market) -> None:
        super().__init__()
        self.rule, self.market = rule, market

    def __missing__(self, state: int) -> int:
        slugs = self.market.slugs
        idle, spent = state >> len(slugs), state >> 2 * len(slugs)
        tries = [
            Try(slug=slug, outcome=Outcome.RATE_LIMITED if idle >> index & 1 else Outcome.NOT_FOUND)
            for index, slug in enumerate(slugs)
            if state >> index & 1
        ]
        if tries:
            tries[0] = replace(tries[0], cost=spent * UNIT)
        call = plan(rules=[self.rule], providers=self.market.states, tries=tries).call
        self[state] = NOBODY if call is None else slugs.index(call.slug)
        return self[state]


class Masks(dict[int, int]):
    """The fields of each pattern whose confidence reaches the least level."""

    def __init__(self, least: Sequence[int], patterns: Sequence[Pattern]) -> None:
        super().__init__()
        self.least, self.patterns = least, patterns

    def __missing__(self, number: int) -> int:
        mask = 0
        for at, high in self.patterns[number].levels:
            if high >= self.least[at]:
                mask |= 1 << at
        self[number] = mask
        return mask


def market_of(
    jobs: Sequence[PastJob], *, rules: Rules, states: Mapping[str, ProviderState], copies: int = 1
) -> tuple[Market, list[ImputedLead]]:
    """Learn from the jobs, and fill in for each lead what vendors would have said, `copies` times over."""
    edges = bounds(rule.min_confidence for rule in rules)
    fields = [rule.field for rule in rules]
    slugs = sorted(states)
    precision, kinds = Precision(cases_of(jobs, edges)), Kinds(jobs)
    book = Book(rules, slugs, edges)
    donors = book.donors(jobs, kinds)
    leads = [
        book.impute(job, kinds, donors, number=number, copy=copy)
        for copy in range(copies)
        for number, job in enumerate(jobs)
    ]
    market = Market(fields, slugs, states, edges, precision, kinds, donors, book.patterns, book.answers)
    market.shares = [
        {at: precision.share(fields[at], slugs[each.vendor], high) for at, high in each.levels}
        for each in book.patterns
    ]
    market.usable = _usable(market)
    return market, leads


def replay_leads(
    market: Market, rules: Rules, leads: Iterable[ImputedLead], *, detailed: bool = False
) -> Tally:
    """Run the waterfall over the leads; `detailed` adds what was found and what it cost, by field."""
    masks, tables = market.masks(rules), [market.table(rule) for rule in rules]
    vendors = len(market.slugs)
    # What was spent only matters to caps; without one, far fewer states are told apart.
    capped = any(rule.max_cost is not None for rule in rules)
    calls: dict[tuple[int, int], int] = {}
    asked: dict[int, int] = {}
    for lead in leads:
        missing, state = lead.wanted, lead.out | lead.out << vendors
        asked[missing] = asked.get(missing, 0) + 1
        while (vendor := _next(tables, lead.asks, missing, state)) != NOBODY:
            number = lead.answers[vendor]
            step = number, missing
            calls[step] = calls.get(step, 0) + 1
            pattern = market.patterns[number]
            state |= 1 << vendor | pattern.idle << vendors + vendor
            state += pattern.cost << 2 * vendors if capped else 0
            missing &= ~masks[number]
    tally = _tally(market, masks, calls, asked)
    if detailed:
        _add_details(tally, market, masks, calls)
    return tally


def _next(tables: Sequence[Table], asks: Sequence[int], missing: int, state: int) -> int:
    """Whom the first missing field that can still ask somebody asks."""
    for at in asks:
        if missing >> at & 1:
            vendor = tables[at][state]
            if vendor != NOBODY:
                return vendor
    return NOBODY


def _tally(
    market: Market, masks: Masks, calls: Mapping[tuple[int, int], int], asked: Mapping[int, int]
) -> Tally:
    tally = Tally.empty(len(market.fields))
    tally.leads = sum(asked.values())
    for wanted, count in asked.items():
        for at in bits(wanted):
            tally.wanted[at] += count
    right, usable = tally.right, tally.usable
    for (number, missing), count in calls.items():
        new = masks[number] & missing
        tally.spent += count * market.patterns[number].cost
        if new:
            shares = market.shares[number]
            for at in bits(new):
                right[at] += count * shares[at]
            for at in bits(new & market.usable[number]):
                usable[at] += count
    return tally


def _add_details(tally: Tally, market: Market, masks: Masks, calls: Mapping[tuple[int, int], int]) -> None:
    for (number, missing), count in calls.items():
        new = masks[number] & missing
        for at in bits(new):
            tally.found[at] += count
        # A call is paid for by what it brought; one that brought nothing, by what it was asked for.
        paid_for = bits(new or missing)
        for at in paid_for:
            tally.cost[at] += count * market.patterns[number].cost / len(paid_for)


_BITS: dict[int, tuple[int, ...]] = {}


def bits(mask: int) -> tuple[int, ...]:
    """The places of the bits that are set."""
    if mask not in _BITS:
        _BITS[mask] = tuple(at for at in range(mask.bit_length()) if mask >> at & 1)
    return _BITS[mask]


def _usable(market: Market) -> list[int]:
    best = [
        max((market.precision.rate(field, slug).share for slug in market.known), default=0.0)
        for field in market.fields
    ]
    return [
        sum(1 << at for at, share in shares.items() if share >= USABLE * best[at]) for shares in market.shares
    ]
