"""Better orders and thresholds, learned from past jobs, with what they would save and lose.

Half of the leads are for the search, the other half for the promise: an order is not praised on the leads
that it was chosen on.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.learning.domain.imputation import UNIT, ImputedLead
from lead_intelligence.learning.domain.ledger import PastJob
from lead_intelligence.learning.domain.order_search import price, search
from lead_intelligence.learning.domain.replay import Market, Rules, Tally, market_of, replay_leads
from lead_intelligence.learning.domain.vendor_stats import VendorStats, compare_vendors
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.waterfall.domain import Rule

MIN_JOBS = 200
MAX_LOSS = 0.01
"""How much of its leads a field may lose, unless told otherwise."""
ENOUGH_LEADS = 2000
BLOCKS = 40
RESAMPLES = 400
TAIL = 0.025
WORTH_SAYING = 0.01


@dataclass(frozen=True, slots=True)
class Setting:
    """What a suggestion changes about a field."""

    order: tuple[str, ...]
    min_confidence: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What rules do: US dollars a lead, shares (0-1) of the wanted values that are found, and right.

    `per_found` and `per_right` are US dollars; None without any.
    """

    per_lead: float
    coverage: float
    right: float
    per_found: float | None
    per_right: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSuggestion:
    """A field as it is looked for now, and how it might be. `alone` is the saving of this change only."""

    field: Field
    before: Setting
    after: Setting
    now: Figures
    then: Figures
    leads: int
    alone: float
    vendors: tuple[VendorStats, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything would be different."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the ledger teaches. `saving` is of the cost per right value, with where it lies 19 times of 20.

    `coverage_loss` is in shares of the wanted values, and negative when more is found.
    """

    jobs: int
    explored: int
    now: Figures
    then: Figures
    saving: float
    saving_low: float
    saving_high: float
    fields: tuple[FieldSuggestion, ...]

    @property
    def coverage_loss(self) -> float:
        """How much less is found."""
        return self.now.coverage - self.then.coverage

    @property
    def changes(self) -> tuple[FieldSuggestion, ...]:
        """The fields that would be looked for in another way."""
        return tuple(each for each in self.fields if each.is_change)

    @property
    def is_worth_it(self) -> bool:
        """Whether the saving is more than noise."""
        return bool(self.changes) and self.saving >= WORTH_SAYING and self.saving_low > 0


@dataclass(frozen=True, slots=True)
class TooLittle:
    """There are not enough jobs to learn from."""

    jobs: int
    needed: int = MIN_JOBS


def learn(
    jobs: Sequence[PastJob],
    *,
    rules: Sequence[Rule],
    states: Mapping[str, ProviderState],
    max_loss: float = MAX_LOSS,
) -> Suggestion | TooLittle:
    """The best orders for these past jobs. `rules` are the present ones, `states` the vendors as they stand.

    `max_loss` is the share of its leads (0-1) that a field may lose. The same ledger gives the same advice.
    """
    useful = [job for job in jobs if job.calls]
    if len(useful) < MIN_JOBS:
        return TooLittle(len(useful))
    now = tuple(rules)
    # Few leads are drawn several times over, so that chance weighs less.
    market, leads = market_of(useful, rules=now, states=states, copies=-(-ENOUGH_LEADS // len(useful)))
    then = search(market, now, [each for each in leads if each.number % 2 == 0], max_loss=max_loss)
    judged = [each for each in leads if each.number % 2]
    return _suggestion(market, now, then, judged, useful)


def _suggestion(
    market: Market, now: Rules, then: Rules, leads: Sequence[ImputedLead], jobs: Sequence[PastJob]
) -> Suggestion:
    before, after = (replay_leads(market, rules, leads, detailed=True) for rules in (now, then))
    low, high = _interval(market, now, then, leads)
    known = compare_vendors(market, jobs)
    fields = tuple(
        FieldSuggestion(
            field=rule.field,
            before=Setting(rule.order, rule.min_confidence),
            after=Setting(then[at].order, then[at].min_confidence),
            now=_figures(before, [at]),
            then=_figures(after, [at]),
            leads=sum(rule.field in job.fields for job in jobs),
            alone=_saving(price(before), price(replay_leads(market, _only(now, then, at), leads))),
            vendors=tuple(known[rule.field]),
        )
        for at, rule in enumerate(now)
    )
    everything = range(len(now))
    return Suggestion(
        jobs=len(jobs),
        explored=sum(job.explores for job in jobs),
        now=_figures(before, everything),
        then=_figures(after, everything),
        saving=_saving(price(before), price(after)),
        saving_low=low,
        saving_high=high,
        fields=fields,
    )


def _figures(tally: Tally, positions: Iterable[int]) -> Figures:
    at = list(positions)
    wanted, found, right, cost = (
        sum(each[position] for position in at)
        for each in (tally.wanted, tally.found, tally.right, tally.cost)
    )
    dollars = cost * float(UNIT)
    return Figures(
        per_lead=dollars / max(1, tally.leads),
        coverage=found / max(1.0, wanted),
        right=right / max(1.0, wanted),
        per_found=dollars / found if found else None,
        per_right=dollars / right if right else None,
    )


def _only(now: Rules, then: Rules, at: int) -> Rules:
    """The present rules with one field's change."""
    return (*now[:at], then[at], *now[at + 1 :])


def _saving(before: float, after: float) -> float:
    return 1 - after / before if 0 < before < float("inf") else 0.0


def _interval(market: Market, now: Rules, then: Rules, leads: Sequence[ImputedLead]) -> tuple[float, float]:
    """Where the saving lies 19 times of 20, by drawing blocks of leads over and over (bootstrap)."""
    blocks: list[list[ImputedLead]] = [[] for _ in range(BLOCKS)]
    for lead in leads:
        blocks[lead.number // 2 % BLOCKS].append(lead)
    sums = [[replay_leads(market, rules, block) for block in blocks] for rules in (now, then)]
    pairs = [[(tally.spent, sum(tally.right)) for tally in side] for side in sums]
    chance = random.Random(len(leads))  # noqa: S311 (a simulation: the same ledger gives the same advice)
    savings = []
    for _ in range(RESAMPLES):
        drawn = chance.choices(range(len(blocks)), k=len(blocks))
        before, after = (_price([side[each] for each in drawn]) for side in pairs)
        savings.append(_saving(before, after))
    savings.sort()
    return savings[int(TAIL * RESAMPLES)], savings[int((1 - TAIL) * RESAMPLES)]


def _price(pairs: Sequence[tuple[int, float]]) -> float:
    right = sum(each for _, each in pairs)
    return sum(spent for spent, _ in pairs) / right if right else float("inf")
