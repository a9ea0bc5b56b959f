"""Find words in a draft."""

import re
from dataclasses import dataclass

from revops.agents.research.domain.sentences import sentences_of

LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a draft: letters from `start` to before `end`."""

    start: int
    end: int
    text: str


def place_of(quote: str, draft: str, after: int = 0) -> Place | None:
    """Return where a quote is in a draft, word for word; None if it is not.

    Only white space may differ: a model copies a line break as a space.

    Args:
        quote: with at least four letters or digits, since fewer are in any draft.
        draft: the text.
        after: where to begin.
    """
    words = quote.split()
    if sum(letter.isalnum() for letter in quote) < LEAST_LETTERS:
        return None
    found = re.compile(r"\s+".join(map(re.escape, words))).search(draft, after)
    return Place(found.start(), found.end(), found[0]) if found else None


def sentence_places(text: str) -> list[Place]:
    """Return the sentences of a text with their places, in order."""
    places: list[Place] = []
    end = 0
    for sentence in sentences_of(text):
        start = text.index(sentence, end)
        end = start + len(sentence)
        places.append(Place(start, end, sentence))
    return places
