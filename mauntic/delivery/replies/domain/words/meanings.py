"""What words mean, in all languages at once: replies are too short to tell their language first."""

from functools import cache
from re import Pattern

from mauntic.delivery.replies.domain.words.de import GERMAN
from mauntic.delivery.replies.domain.words.en import ENGLISH
from mauntic.delivery.replies.domain.words.en_machines import ENGLISH_MACHINES
from mauntic.delivery.replies.domain.words.es import SPANISH
from mauntic.delivery.replies.domain.words.fr import FRENCH
from mauntic.delivery.replies.domain.words.it import ITALIAN
from mauntic.delivery.replies.domain.words.ja import JAPANESE
from mauntic.delivery.replies.domain.words.lexicon import compiled, unbounded
from mauntic.delivery.replies.domain.words.nl import DUTCH
from mauntic.delivery.replies.domain.words.pl import POLISH
from mauntic.delivery.replies.domain.words.pt import PORTUGUESE
from mauntic.delivery.replies.domain.words.sv import SWEDISH

SPACED = (
    ENGLISH,
    ENGLISH_MACHINES,
    GERMAN,
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    DUTCH,
    POLISH,
    SWEDISH,
)
ONE_WORD = frozenset(word for each in (*SPACED, JAPANESE) for word in each.unsubscribe_words)


def says(meaning: str, text: str) -> bool:
    """Tell whether folded text says this in any language; `meaning` is a field of Lexicon."""
    return any(pattern.search(text) for pattern in patterns(meaning))


def begins(meaning: str, text: str) -> bool:
    """Tell whether folded text begins by saying this."""
    return any(pattern.match(text) for pattern in patterns(meaning))


@cache
def patterns(meaning: str) -> tuple[Pattern[str], ...]:
    """Return the expressions of all languages, compiled once."""
    spaced = [compiled(getattr(each, meaning)) for each in SPACED if getattr(each, meaning)]
    return (*spaced, unbounded(getattr(JAPANESE, meaning)))
