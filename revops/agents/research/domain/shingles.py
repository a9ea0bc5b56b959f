"""How alike two short texts are: by the pairs of neighboring words that they share."""

import re
from collections.abc import Collection, Iterable
from itertools import pairwise

from revops.agents.research.domain.folding import loose

_TOKENS = re.compile(r"[^\W_]+")
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def shingles(text: str, ignored: Collection[str] = ()) -> frozenset[tuple[str, ...]]:
    """Return the pairs of neighboring words but for those ignored; of letters for scripts without spaces."""
    plain = loose(text)
    tokens = list(plain.replace(" ", "")) if _NO_SPACES.search(plain) else _TOKENS.findall(plain)
    tokens = [token for token in tokens if token not in ignored]
    return frozenset(pairwise(tokens)) or frozenset((each,) for each in tokens)


def uniqueness(text: str, others: Iterable[str], *, ignored: Collection[str] = ()) -> float:
    """Return how much of a text is in none of the others: 1 if nothing, 0 for a copy.

    The share counts against the shorter of two texts, so that a sentence with one more clause is a copy, too.

    Args:
        text: the text to value.
        others: the texts that are known.
        ignored: words that say nothing, such as the name that is in all of them, in lower case.
    """
    own = shingles(text, ignored)
    if not own:
        return 0.0
    shared = (
        len(own & other) / min(len(own), len(other)) for each in others if (other := shingles(each, ignored))
    )
    return 1.0 - max(shared, default=0.0)
