"""How often a vendor's values are right, learned from other vendors, people and bounces.

Nobody tells the truth beforehand, so it is estimated together with the vendors (expectation-maximization):
what several good vendors say is likely true, and who says likely truths is a good vendor. A vendor with few
comparisons is taken for what vendors are on the whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.ledger import PastJob, agrees, level

PRIOR = 0.8
STRENGTH = 8.0
"""As many comparisons as a vendor's rate counts for in its fields', and theirs in each confidence's."""
WRONG_CHOICES = 10.0
"""Two wrong vendors say the same wrong thing about every tenth time."""
ROUNDS, FINE_ROUNDS = 12, 2
ANY = -1
Z = 1.96

Vote = tuple[str, int]
"""A vendor and the level of its confidence."""
Group = tuple[tuple[Vote, ...], bool | None]
"""Vendors that say the same, and whether that was proved right or wrong."""
Case = tuple[Field, tuple[Group, ...]]
Key = tuple[Field, str, int]
Sums = defaultdict[tuple[object, ...], float]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with how many cases stand behind it."""

    share: float
    cases: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share lies, 19 times of 20 (Wilson)."""
        n, z = max(self.cases, 1.0), Z
        middle = (self.share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(self.share * (1 - self.share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


class Precision:
    """P(right) of a value by field, vendor and level of confidence."""

    def __init__(self, cases: Mapping[Case, int]) -> None:
        self._right: Sums = defaultdict(float)
        self._total: Sums = defaultdict(float)
        # Vendors first, all confidences together: that is a few hundred cases rather than thousands.
        coarse = Counter[Case]()
        for (field, groups), count in cases.items():
            coarse[
                field, tuple((tuple((slug, ANY) for slug, _ in votes), proof) for votes, proof in groups)
            ] += count
        for _ in range(ROUNDS):
            self._learn(coarse)
        for _ in range(FINE_ROUNDS):
            self._learn(cases)

    def share(self, field: Field, slug: str, at: int) -> float:
        """How likely a value of that vendor and level is right."""
        return self._shrunk((slug, field, at), self.rate(field, slug).share)

    def rate(self, field: Field, slug: str) -> Rate:
        """How likely the vendor's values of that field are right, all confidences together."""
        whole = self._shrunk((slug,), PRIOR)
        return Rate(self._shrunk((slug, field), whole), self._total[slug, field])

    def _shrunk(self, key: tuple[object, ...], parent: float) -> float:
        return (self._right[key] + STRENGTH * parent) / (self._total[key] + STRENGTH)

    def _learn(self, cases: Mapping[Case, int]) -> None:
        right: Sums = defaultdict(float)
        total: Sums = defaultdict(float)
        shares: dict[Key, float] = {}
        for (field, groups), count in cases.items():
            for vote, truth in _judged(field, groups, self, shares):
                for key in ((vote[0],), (vote[0], field), (vote[0], field, vote[1])):
                    right[key] += truth * count
                    total[key] += count
        self._right, self._total = right, total


def _judged(
    field: Field, groups: Sequence[Group], known: Precision, shares: dict[Key, float]
) -> Iterator[tuple[Vote, float]]:
    """Each vote with how likely it is true: one of the groups is, or none."""
    good, bad = [], []
    for votes, _ in groups:
        says_true = says_wrong = 1.0
        for slug, at in votes:
            key = (field, slug, at)
            share = shares.get(key) or shares.setdefault(key, known.share(field, slug, at))
            says_true *= share
            says_wrong *= (1 - share) / WRONG_CHOICES
        good.append(says_true)
        # The second of two wrong vendors that agree was not free to choose.
        bad.append(says_wrong * WRONG_CHOICES)
    weights = _weights(groups, good, bad)
    whole = sum(weights) or 1.0
    for (votes, _), weight in zip(groups, weights[:-1], strict=True):
        for vote in votes:
            yield vote, weight / whole


def _weights(groups: Sequence[Group], good: Sequence[float], bad: Sequence[float]) -> list[float]:
    """How likely each group is the truth; the last is that none is."""
    proved = any(proof for _, proof in groups)
    weights = []
    for index, (_, proof) in enumerate(groups):
        weight = good[index]
        for other, wrong in enumerate(bad):
            weight *= 1.0 if other == index else wrong
        possible = proof if proved else proof is not False
        weights.append(weight if possible else 0.0)
    nothing = 0.0 if proved else 1.0
    for wrong in bad:
        nothing *= wrong
    return [*weights, nothing]


def cases_of(jobs: Iterable[PastJob], edges: Sequence[float]) -> Counter[Case]:
    """What can be compared: fields of which several vendors spoke, or of which the truth came out."""
    cases: Counter[Case] = Counter()
    for job in jobs:
        answers_by_field: dict[Field, list[tuple[str, FieldValue]]] = {}
        for call in job.calls:
            for field, value in call.values.items():
                answers_by_field.setdefault(field, []).append((call.slug, value))
        for field, answers in answers_by_field.items():
            if len(answers) > 1 or (answers[0][0], field) in job.proofs:
                cases[field, _groups(field, answers, job, edges)] += 1
    return cases


def _groups(
    field: Field, answers: Sequence[tuple[str, FieldValue]], job: PastJob, edges: Sequence[float]
) -> tuple[Group, ...]:
    """Who says the same as whom, in an order that does not depend on who was asked first."""
    groups: list[tuple[FieldValue, list[Vote], list[bool]]] = []
    for slug, value in answers:
        proof = job.proofs.get((slug, field))
        proofs = [] if proof is None else [proof]
        for first, votes, known in groups:
            if agrees(first.value, value.value):
                votes.append((slug, level(value.confidence, edges)))
                known.extend(proofs)
                break
        else:
            groups.append((value, [(slug, level(value.confidence, edges))], proofs))
    return tuple(sorted((tuple(sorted(votes)), all(known) if known else None) for _, votes, known in groups))
