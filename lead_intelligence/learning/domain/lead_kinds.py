"""Kinds of leads, from well known to hard to find, told by which vendors knew them.

A vendor late in an order is asked only for the leads that the earlier ones missed, so its plain hit rate is
one of hard leads. Whom a waterfall asks depends on nothing but the answers before, which the ledger holds;
so a model of all answers of a job together can leave out those that were never given and still be right
(they are "missing at random"). The model: every lead is of one of a few kinds, unseen; a vendor knows each
kind in its own way. Expectation-maximization finds the kinds, and jobs that ask in a chance order show how
vendors do on leads that they would seldom be asked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from lead_intelligence.leads.domain.fields import COMPANY_FIELDS, PERSON_FIELDS, Field
from lead_intelligence.learning.domain.ledger import PastCall, PastJob
from lead_intelligence.vendors.domain.outcomes import HITS, Outcome

KINDS = 4
JOBS_PER_KIND = 100
ROUNDS = 12
STRENGTH = 10.0
"""As many leads as those of all kinds count for among the leads of one kind."""
SURE = 0.7
LOOKED = HITS | {Outcome.NOT_FOUND}
"""Outcomes that tell something of the lead rather than of the vendor's day."""
PHONES = frozenset({Field.PHONE, Field.DIRECT_PHONE})
GROUPS = (PHONES, COMPANY_FIELDS, PERSON_FIELDS - PHONES)
"""Fields that tend to be known together; by groups, answers are soon alike and can be counted."""
PORTION, MOST_PORTIONS = 3, 2

Seen = tuple[str, tuple[int, ...]]
"""A vendor, and how much it gave of each group of fields."""
Weights = list[float]


class Kinds:
    """The kinds of leads of a ledger: `shares` of all leads, and `beliefs` by what was seen of a lead."""

    def __init__(self, jobs: Sequence[PastJob]) -> None:
        patterns = Counter(seen_in(job) for job in jobs)
        self.count = max(1, min(KINDS, len(jobs) // JOBS_PER_KIND))
        self.shares: Weights = [1 / self.count] * self.count
        self.beliefs = _first_guess(patterns, self.count)
        for _ in range(ROUNDS if self.count > 1 else 0):
            evidence = self._learn(patterns)
            self.beliefs = {pattern: self._belief(pattern, evidence) for pattern in patterns}

    def _learn(self, patterns: Mapping[tuple[Seen, ...], int]) -> dict[Seen, Weights]:
        """New shares from who is believed to be of which kind; how likely each answer is, by kind (log)."""
        sums: dict[Seen, Weights] = {}
        shares = [1.0] * self.count
        for pattern, count in patterns.items():
            belief = [count * each for each in self.beliefs[pattern]]
            shares = _plus(shares, belief)
            for seen in pattern:
                sums[seen] = _plus(sums[seen], belief) if seen in sums else belief
        self.shares = [share / sum(shares) for share in shares]
        wholes: dict[str, Weights] = {}
        for (slug, _), each in sums.items():
            wholes[slug] = _plus(wholes[slug], each) if slug in wholes else each
        return {seen: _log_rates(each, wholes[seen[0]]) for seen, each in sums.items()}

    def _belief(self, pattern: Iterable[Seen], evidence: Mapping[Seen, Weights]) -> Weights:
        """How likely a lead is of each kind, by what vendors showed of it."""
        logs = [log(share) for share in self.shares]
        for seen in pattern:
            logs = _plus(logs, evidence[seen])
        top = max(logs)
        weights = [exp(each - top) for each in logs]
        whole = sum(weights)
        return [weight / whole for weight in weights]


def seen_in(job: PastJob) -> tuple[Seen, ...]:
    """What vendors showed of the job's lead."""
    return tuple(sorted(_shown(call) for call in job.calls if call.outcome in LOOKED))


def _shown(call: PastCall) -> Seen:
    counts = (len(call.values.keys() & group) for group in GROUPS)
    return call.slug, tuple(min(MOST_PORTIONS, -(-count // PORTION)) for count in counts)


def _first_guess(patterns: Mapping[tuple[Seen, ...], int], kinds: int) -> dict[tuple[Seen, ...], Weights]:
    """Kinds by how much was found: as many leads in each."""
    ordered = sorted(patterns, key=lambda pattern: (_richness(pattern), pattern))
    whole, before = sum(patterns.values()), 0
    rest = (1 - SURE) / max(1, kinds - 1)
    guess: dict[tuple[Seen, ...], Weights] = {}
    for pattern in ordered:
        mine = min(kinds - 1, int(kinds * (before + patterns[pattern] / 2) / whole))
        before += patterns[pattern]
        guess[pattern] = [SURE if kind == mine else rest for kind in range(kinds)] if kinds > 1 else [1.0]
    return guess


def _richness(pattern: Sequence[Seen]) -> float:
    return sum(sum(given) for _, given in pattern) / max(1, len(pattern))


def _log_rates(some: Weights, of: Weights) -> Weights:
    """Logs of the rates by kind, each drawn towards the rate of all kinds together."""
    pooled = sum(some) / sum(of)
    return [
        log((part + STRENGTH * pooled) / (whole + STRENGTH)) for part, whole in zip(some, of, strict=True)
    ]


def _plus(some: Weights, others: Weights) -> Weights:
    return [a + b for a, b in zip(some, others, strict=True)]
