"""Names in a text: words with a capital letter, and whether those of a claim are those of its source."""

import re

from revops.agents.research.domain.folding import fold, loose
from revops.agents.research.domain.word_lists import SENTENCE_STARTS

_WORD = re.compile(r"[^\W\d_][\w&'.-]*")
_POSSESSIVE = re.compile(r"(?:'s|')$")


def words_of(text: str) -> set[str]:
    """Return the words of a text for comparison: folded, in lower case, without possessive endings."""
    return {each for word in _WORD.findall(loose(text)) for each in _forms(word)}


def names_of(claim: str) -> list[str]:
    """Return the words of a claim that are written as names, folded and in lower case."""
    words = list(_WORD.finditer(fold(claim)))
    found = [word[0] for word in words if _is_capital(word[0])]
    if words and found and words[0][0] == found[0] and found[0].casefold() in SENTENCE_STARTS:
        found = found[1:]
    return [_bare(word) for word in found if word != "I"]


def has_other_names(claim: str, source: str, known: set[str]) -> bool:
    """Return whether a claim has a name that is neither in its source nor among the known words."""
    allowed = words_of(source) | known
    return any(name not in allowed for name in names_of(claim))


def _is_capital(word: str) -> bool:
    # Also names such as iOS and eBay.
    return any(letter.isupper() for letter in word)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold().rstrip(".-"))


def _forms(word: str) -> set[str]:
    """A word, and the parts of one with hyphens: Berlin-based has Berlin."""
    bare = _bare(word)
    return {bare, word.rstrip(".-"), *(_bare(part) for part in bare.split("-") if part)}
