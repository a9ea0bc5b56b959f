"""Whether two names can be those of one company."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from cleanco import basename  # type: ignore[import-untyped] # it ships no types

# Say nothing about which company it is.
_FILLERS = {"the", "and", "und", "et", "of", "de", "co", "company"}
_FILLERS |= {"group", "groupe", "gruppe", "grupo", "holding", "holdings"}
# From here on two spellings are one word with a slip of the pen.
_ALIKE = 0.85
_SHORTEST_BEGINNING = 4
_WORD = re.compile(r"[^\W_]+")
LONGEST_NAME = 255
# What stands where there is no company: the words of a name, in plain lower case. Signs alone have none.
_NO_COMPANY = frozenset(
    (
        "",
        "0",
        *("n a", "na", "none", "null", "nil", "nan", "undefined", "unknown", "tbd", "not set", "not known"),
        *("not applicable", "not available", "not provided", "not specified", "no company"),
        *("self employed", "selfemployed", "freelance", "freelancer", "unemployed", "retired"),
        *("k a", "keine", "keine angabe", "keine angaben", "unbekannt", "privat", "privatperson"),
        *("selbststandig", "selbstandig", "freiberufler", "freiberuflich"),
        *("inconnu", "inconnue", "independant", "auto entrepreneur", "desconocido", "autonomo"),
    )
)


def is_no_company(name: str) -> bool:
    """Return whether the name says that there is no company, such as "-", "N/A" or "Self-employed".

    As a company, it would make colleagues of all leads without one.
    """
    return " ".join(_WORD.findall(_plain(name[:LONGEST_NAME]))) in _NO_COMPANY


@lru_cache(maxsize=20_000)
def names_differ(one: str, other: str) -> bool:
    """Return whether two names clearly differ, such as Helvex Energy and Helvex Healthcare.

    Names that differ only by a legal form, a missing part, initials or a typing error do not. Nor do names
    in two scripts, which cannot be compared.
    """
    first, second = _words(one), _words(other)
    if not first or not second or _is_latin(first) != _is_latin(second):
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return False
    joined = "".join(first), "".join(second)
    short, long = sorted(joined, key=len)
    if len(short) >= _SHORTEST_BEGINNING and long.startswith(short):
        return False
    if joined[0] in _initials(other) or joined[1] in _initials(one):
        return False
    return SequenceMatcher(None, *joined, autojunk=False).ratio() < _ALIKE


def is_same_name(one: str, other: str) -> bool:
    """Return whether two names have the same words, whatever their case, accents and legal form."""
    first, second = _words(one), _words(other)
    return bool(first) and sorted(first) == sorted(second)


def _words(name: str) -> list[str]:
    """The words that tell which company it is, in plain lower case; all of them when none does."""
    plain = _plain(basename(basename(name[:LONGEST_NAME])) or name[:LONGEST_NAME])
    words = _WORD.findall(plain)
    return [word for word in words if word not in _FILLERS] or words


def _initials(name: str) -> set[str]:
    """IBM of International Business Machines; with and without the fillers between the words."""
    written = (_WORD.findall(_plain(name)), _words(name))
    return {"".join(word[0] for word in words) for words in written if len(words) > 1}


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _is_latin(words: list[str]) -> bool:
    return any(letter.isascii() and letter.isalpha() for word in words for letter in word)
