"""Find a quote in the text of a page, and widen it to its whole sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from revops.agents.research.domain.folding import fold

LEAST_LETTERS = 12
_ELIDED = re.compile(r"\.\.\.|…|\[\.{2,3}\]|\[…\]")


@dataclass(frozen=True, slots=True)
class Located:
    """A quote in its sentence. `sentence` may be several if the quote runs over them."""

    quote: str
    sentence: str

    @property
    def outside(self) -> str:
        """Return what the sentence says before and after the quote, folded."""
        return fold(self.sentence).replace(fold(self.quote), " ", 1)


def is_too_short(quote: str) -> bool:
    """Return whether a quote has fewer than 12 letters or digits, which are on a page by chance."""
    return sum(letter.isalnum() for letter in fold(quote)) < LEAST_LETTERS


def is_elided(quote: str) -> bool:
    """Return whether a quote leaves something out: two true pieces can be joined to a false statement."""
    return _ELIDED.search(quote) is not None


def locate(quote: str, sentences: Sequence[str]) -> Located | None:
    """Return a quote with the sentences that it lies in, None if it is not on the page word for word.

    Args:
        quote: as the model copied it.
        sentences: of the page, in order.
    """
    wanted = fold(quote).strip("\"' ")
    if not wanted:
        return None
    folded = [fold(each) for each in sentences]
    whole = " ".join(folded)
    start = whole.find(wanted)
    if start < 0:
        return None
    first, last = _index_at(folded, start), _index_at(folded, start + len(wanted) - 1)
    return Located(quote.strip(), " ".join(sentences[first : last + 1]))


def _index_at(folded: Sequence[str], position: int) -> int:
    """Return which of the joined sentences holds a position."""
    end = 0
    for index, each in enumerate(folded):
        end += len(each) + 1
        if position < end:
            return index
    return len(folded) - 1
