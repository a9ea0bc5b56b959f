"""Learns orders from a made-up market's past jobs, and judges them on other leads by the truth.

The floor is the default order on the same leads. The yardstick is the same search by one who knows every
answer and which are right; since the search is local, it can be beaten by luck. Markets are drawn per seed;
a market where learning loses is counted as it is.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from statistics import mean, stdev

from benchmarks.support.vendor_market import Lead, Market, Spent
from lead_intelligence.learning.domain.ledger import PastJob
from lead_intelligence.learning.domain.suggestions import Suggestion, TooLittle, learn
from lead_intelligence.learning.selectors.ledger import vendor_states
from lead_intelligence.vendors.domain.availability import ProviderState
from lead_intelligence.waterfall.domain import Rule
from lead_intelligence.waterfall.selectors.rules import waterfalls

SEEDS = (1, 2, 3, 4)
FRESH = 1000
ORACLE = 1500
MOST = 3000
"""Past jobs in each market: as many take a minute in all."""
LITTLE, MORE = 0.02, 0.1
"""Shares of the jobs that explore: the default, and a generous one."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What the learner made of one market, on leads that it never saw."""

    seed: int
    default: Spent
    learned: Spent
    explored: Spent
    oracle: Spent
    promised: float
    seconds: float
    """CPU seconds that the product's own part took."""

    def saving(self, what: Spent) -> float:
        """The share of the default orders' cost per right value."""
        return 1 - what.per_right / self.default.per_right

    def loss(self, what: Spent) -> float:
        """The share of the wanted values that is found no more."""
        return (self.default.found - what.found) / self.default.wanted

    def right_loss(self, what: Spent) -> float:
        """The share of the wanted values that is found right no more."""
        return (self.default.right - what.right) / self.default.wanted


def run(n: int) -> dict[str, object]:
    """Learn from `n` past jobs (at most `MOST`) in each market, and judge on fresh leads."""
    jobs = min(n, MOST)
    rules = [config.rule for config in waterfalls()]
    markets = [Market(seed, _all_ready(), rules) for seed in SEEDS]
    # Forked, so that the workers have Django set up; none of them touches the database.
    with ProcessPoolExecutor(mp_context=get_context("fork")) as workers:
        learned = list(workers.map(_learn, markets, [jobs] * len(markets)))
    for each in learned:
        print(
            f"seed {each.seed}: default {each.default.per_right:.4f} USD a right value, "
            f"learned {each.learned.per_right:.4f}, saves {each.saving(each.learned):+.1%} "
            f"(promised {each.promised:+.1%}), coverage {-each.loss(each.learned):+.2%}; "
            f"with {MORE:.0%} exploration {each.saving(each.explored):+.1%}; "
            f"all known {each.saving(each.oracle):+.1%}; {each.seconds:.1f} s to learn"
        )
    return _summary(learned, jobs)


def _learn(market: Market, jobs: int) -> Learned:
    past, fresh = market.leads(jobs, "past"), market.leads(FRESH, "fresh")
    history = market.history(past, LITTLE)
    started = time.process_time()
    suggestion = _suggestion(market, history)
    seconds = time.process_time() - started
    return Learned(
        seed=market.seed,
        default=market.spend(fresh, market.rules),
        learned=_spend(market, fresh, suggestion),
        explored=_spend(market, fresh, _suggestion(market, market.history(past, MORE))),
        oracle=_spend(market, fresh, _suggestion(market, market.omniscient(past[:ORACLE]))),
        promised=suggestion.saving if suggestion.is_worth_it else 0.0,
        seconds=seconds,
    )


def _suggestion(market: Market, history: Sequence[PastJob]) -> Suggestion:
    suggestion = learn(history, rules=market.rules, states=market.states)
    if isinstance(suggestion, TooLittle):
        raise SystemExit(
            f"N is at least {suggestion.needed}: there is nothing to learn from {suggestion.jobs}."
        )
    return suggestion


def _spend(market: Market, leads: Sequence[Lead], suggestion: Suggestion) -> Spent:
    """What the advice does, if it is given at all."""
    return market.spend(leads, _advised(market.rules, suggestion))


def _advised(rules: Sequence[Rule], suggestion: Suggestion) -> list[Rule]:
    if not suggestion.is_worth_it:
        return list(rules)
    return [
        replace(rule, order=each.after.order, min_confidence=each.after.min_confidence)
        for rule, each in zip(rules, suggestion.fields, strict=True)
    ]


def _all_ready() -> dict[str, ProviderState]:
    return {slug: replace(state, unavailable="") for slug, state in vendor_states().items()}


def _summary(learned: Sequence[Learned], jobs: int) -> dict[str, object]:
    savings = [each.saving(each.learned) for each in learned]
    return {
        "n": jobs,
        "seed": list(SEEDS),
        "seconds": round(mean(each.seconds for each in learned), 2),
        "saving": round(mean(savings), 4),
        "saving_spread": round(stdev(savings), 4),
        "saving_by_seed": [round(each, 4) for each in savings],
        "seeds_lost": sum(each < 0 for each in savings),
        "promised": round(mean(each.promised for each in learned), 4),
        "coverage_loss": round(mean(each.loss(each.learned) for each in learned), 4),
        "right_loss": round(mean(each.right_loss(each.learned) for each in learned), 4),
        "default_cost_per_verified": round(mean(each.default.per_right for each in learned), 4),
        "learned_cost_per_verified": round(mean(each.learned.per_right for each in learned), 4),
        "saving_more_exploration": round(mean(each.saving(each.explored) for each in learned), 4),
        "saving_oracle": round(mean(each.saving(each.oracle) for each in learned), 4),
        "oracle_coverage_loss": round(mean(each.loss(each.oracle) for each in learned), 4),
    }
