"""The form in which each language states what people say: regular expressions over folded text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Phrases of one language, by what they mean; each begins at the beginning of a word.

    Gaps are bounded, so that no text takes long. `unsubscribe` may match too much, since a person who
    asks must be heard; `positive` must not, since it makes a person call.
    """

    unsubscribe: tuple[str, ...] = ()
    unsubscribe_words: tuple[str, ...] = ()
    """Words that ask to unsubscribe when they are all that a reply says."""
    spared: tuple[str, ...] = ()
    """Sentences about unsubscribing that do not ask for it."""
    negative: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    referral: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    interest: tuple[str, ...] = ()
    """Praise: positive alone, a question with a question."""
    question: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    negation: tuple[str, ...] = ()
    """Words that turn a positive phrase of the same clause around."""
    away: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    ticket: tuple[str, ...] = ()
    but: tuple[str, ...] = field(default=())
    """Words after which a person who is away goes on to answer."""


def compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for all phrases; it matches nothing if there are none."""
    joined = "|".join(phrases)
    return re.compile(rf"(?<!\w)(?:{joined})" if joined else r"(?!)")


def unbounded(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return one expression for the phrases of a language that puts no spaces between words."""
    joined = "|".join(phrases)
    return re.compile(joined or r"(?!)")
