"""How good a prediction was, from what came of the rows. Nothing here knows how it was made."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from typing import Any

BINS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a model on rows that it had not seen.

    `auc`: how often a won row is above one that was not (0.5 by chance). `ece`: by how much the promised
    probability is off, in the mean over ten parts of as many rows. `brier`: mean squared error of the
    probability. `top10_lift`: win rate in the best tenth over the win rate of all.
    """

    auc: float
    ece: float
    brier: float
    top10_lift: float
    n: int

    def as_json(self) -> dict[str, Any]:
        """With four decimals, which is more than any of them is sure of."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Band:
    """Rows next to each other in the order of a model, best first: promised and real win rate, 0-1."""

    n: int
    wins: int
    lowest: float
    highest: float
    promised: float

    @property
    def rate(self) -> float:
        """The part of the rows that was won."""
        return self.wins / self.n


def figures(outcomes: Sequence[bool], probabilities: Sequence[float]) -> Figures:
    """All figures; outcomes of both kinds are needed."""
    return Figures(
        auc=auc(outcomes, probabilities),
        ece=calibration_error(outcomes, probabilities),
        brier=brier(outcomes, probabilities),
        top10_lift=top_lift(outcomes, probabilities),
        n=len(outcomes),
    )


def auc(outcomes: Sequence[bool], scores: Sequence[float]) -> float:
    """How often a won row is above one that was not; equal scores count half. `ValueError` without both."""
    wins = sum(outcomes)
    losses = len(outcomes) - wins
    if not wins or not losses:
        raise ValueError("Rows that were won and rows that were not are needed.")
    pairs, below = 0.0, 0
    for won, lost in _ties(outcomes, scores):
        pairs += won * (below + lost / 2)
        below += lost
    return pairs / (wins * losses)


def brier(outcomes: Sequence[bool], probabilities: Sequence[float]) -> float:
    """Mean squared error of the probabilities."""
    errors = ((promised - won) ** 2 for won, promised in zip(outcomes, probabilities, strict=True))
    return sum(errors) / len(outcomes)


def calibration_error(outcomes: Sequence[bool], probabilities: Sequence[float]) -> float:
    """Mean difference between promised and real win rate over ten parts of as many rows."""
    parts = bands(outcomes, probabilities, probabilities)
    return sum(part.n * abs(part.promised - part.rate) for part in parts) / len(outcomes)


def top_lift(outcomes: Sequence[bool], scores: Sequence[float], share: float = 0.1) -> float:
    """Win rate in the best `share` of the rows over that of all; of equal rows at the edge a part counts."""
    wanted = share * len(outcomes)
    taken = won_among = 0.0
    for won, lost in reversed(list(_ties(outcomes, scores))):
        part = min(1.0, (wanted - taken) / (won + lost))
        taken, won_among = taken + part * (won + lost), won_among + part * won
        if taken >= wanted:
            break
    return (won_among / taken) / (sum(outcomes) / len(outcomes))


def bands(
    outcomes: Sequence[bool], probabilities: Sequence[float], scores: Sequence[float], parts: int = BINS
) -> list[Band]:
    """The rows in `parts` of as many, by score, best first, with what was promised and what came."""
    order = sorted(range(len(scores)), key=lambda row: -scores[row])
    bounds = [len(order) * number // parts for number in range(parts + 1)]
    chunks = [order[low:high] for low, high in pairwise(bounds) if high > low]
    return [
        Band(
            n=len(rows),
            wins=sum(outcomes[row] for row in rows),
            lowest=scores[rows[-1]],
            highest=scores[rows[0]],
            promised=sum(probabilities[row] for row in rows) / len(rows),
        )
        for rows in chunks
    ]


def _ties(outcomes: Sequence[bool], scores: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Rows of equal score, lowest first: how many of them were won, and how many not."""
    ordered = sorted(zip(scores, outcomes, strict=True), key=lambda row: row[0])
    for _, rows in groupby(ordered, key=lambda row: row[0]):
        tied = [won for _, won in rows]
        yield sum(tied), len(tied) - sum(tied)
