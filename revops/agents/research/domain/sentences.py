"""Sentences of a page. A line never continues a sentence of the line above: it is another block."""

import re

from sentencex import segment

from revops.agents.research.domain.word_lists import FREQUENT_ENGLISH

LONGEST_SENTENCE = 1_000
"""Letters of a sentence that evidence may have. A block without any full stop is no sentence."""
_WORDS = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.15


def sentences_of(text: str, language: str = "en") -> list[str]:
    """Return the sentences of a text, line by line, without the spaces around them.

    Args:
        text: the text of a page, a line per block.
        language: ISO 639, for its abbreviations. An unknown one is split as English.
    """
    lines = (line.strip() for line in text.splitlines())
    found = (sentence.strip() for line in lines if line for sentence in segment(language[:2] or "en", line))
    return [sentence for sentence in found if sentence]


def is_english(text: str) -> bool:
    """Return whether the text reads as English, by the share of its most frequent words."""
    words = [word.casefold() for word in _WORDS.findall(text)]
    return bool(words) and sum(word in FREQUENT_ENGLISH for word in words) / len(words) >= _ENOUGH
