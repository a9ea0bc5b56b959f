"""How many years of school a text asks for."""

import re
from collections.abc import Iterable

LEAST_WORDS = 20
"""Below, one long name decides."""
LEAST_IN_SENTENCE = 4
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def words_in(text: str) -> list[str]:
    """Return the words of a text."""
    return _WORD.findall(text)


def reading_grade(sentences: Iterable[str]) -> float | None:
    """Return the grade (years of school) of the Automated Readability Index; None for a short text.

    It counts letters and not syllables, which no rule finds in names. Numbers count as words. Lines of one
    to three words, such as the greeting and the name at the end, are no sentences.

    Args:
        sentences: English.

    Source: Smith and Senter, Automated Readability Index, AMRL-TR-66-220 (1967):
        4.71 letters per word + 0.5 words per sentence - 21.43.
    """
    whole = [words for each in sentences if len(words := words_in(each)) >= LEAST_IN_SENTENCE]
    words = [word for each in whole for word in each]
    if len(words) < LEAST_WORDS:
        return None
    letters = sum(letter.isalnum() for word in words for letter in word)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(whole) - 21.43
    return round(max(0.0, grade), 1)
