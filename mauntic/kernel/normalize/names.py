"""Names of people, as they are written and as they are taken apart."""

import re
import unicodedata
from typing import NamedTuple

from nameparser import HumanName
from nameparser.config import Constants

# Dropped before a name of two more words. No word that is a first or last name as well: Judge, Don, Dean, M.
_TITLES = (
    "mr mrs ms miss mx dr drs prof professor sir madam rev hr herr frau dipl-ing mme mlle monsieur madame "
    "mademoiselle med dent univ-prof dott dottssa sig sigra sra srta senor senora dhr mevr shri smt"
)
HONORIFICS = frozenset(_TITLES.split())
# Part of the name; degrees are not.
_GENERATIONS = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_DEGREES = frozenset({"phd", "mba", "msc", "bsc", "esq", "cpa", "cfa", "pmp", "llm", "dds", "mph"})
# Others that the library takes off, such as V, and all of them where they are the second of two words.
_NUMERAL = re.compile("[ivx]{1,4}", re.IGNORECASE)
# Written small between names, and large where they stand alone.
_SMALL = "de del della di da do dos das du la le van von der den ter ten zu zum zur y e bin ibn al af av"
_PARTICLES = frozenset(_SMALL.split())
# A capital that follows one of these begins a part of a name: O'Neill, Jean-Luc.
_PART = re.compile(r"[^\W\d_]+")
_INITIALS = 2
_SHORTEST_MC = 4
# The library would take Dean, Major and Page for titles, Do and Ma for suffixes: all of them are names.
_NAMES_ONLY = Constants(titles=[], first_name_titles=[], suffix_acronyms=[], suffix_not_acronyms=[])


class FullName(NamedTuple):
    """A name in two parts, where the first has given and middle names."""

    first: str
    last: str


def as_written(raw: str) -> str:
    """Return a name as it was typed, in single spaces and composed letters (NFC)."""
    return " ".join(unicodedata.normalize("NFC", raw).split())


def clean_name(raw: str) -> str:
    """Return a name with corrected capitals if it was written in one case.

    "MCDONALD" becomes "McDonald" and "de la CRUZ" stays. Two capitals may be initials ("AJ"), and stay.
    """
    name = as_written(raw)
    is_lower, is_upper = name.islower(), name.isupper()
    if not is_lower and not (is_upper and sum(map(str.isalpha, name)) > _INITIALS):
        return name
    words = name.split()
    small = _PARTICLES if len(words) > 1 else frozenset()
    return " ".join(word.lower() if word.lower() in small else _capitalized(word) for word in words)


def split_name(raw: str) -> FullName:
    """Return first and last name of a full one: "Ada King", "King, Ada", "Dr. Ada van der King Jr.".

    Titles go only before two more words, so that "Prince Adeyemi" and "Dr. King" keep all that is known.
    """
    parts = [words for part in as_written(raw).split(",") if (words := part.split())]
    last_word = _bare(parts[-1][-1]) if sum(map(len, parts)) > _INITIALS else ""
    generation = _GENERATIONS.get(last_word, "")
    if generation or last_word in _DEGREES:
        parts[-1].pop()
    parts = _without_titles([part for part in parts if part])
    name = HumanName(", ".join(" ".join(part) for part in parts), constants=_NAMES_ONLY)
    first = " ".join(f"{name.title} {name.first} {name.middle}".split())
    numeral = name.suffix if _NUMERAL.fullmatch(name.suffix) else ""
    last = " ".join(f"{name.last} {numeral} {generation}".split())
    return FullName(first, last) if first else FullName(last, "")


def _without_titles(parts: list[list[str]]) -> list[list[str]]:
    """In "King, Dr. Ada" the title stands behind the comma."""
    given = parts[1 if len(parts) > 1 else 0] if parts else []
    while given and _bare(given[0]) in HONORIFICS and sum(map(len, parts)) > _INITIALS:
        given.pop(0)
    return [part for part in parts if part]


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _capitalized(word: str) -> str:
    small = word.lower()
    return _PART.sub(lambda found: _part(found[0], first=not found.start()), small)


def _part(letters: str, *, first: bool) -> str:
    if not first and letters == "s":
        return letters
    if letters.startswith("mc") and len(letters) >= _SHORTEST_MC:
        return f"Mc{letters[2:].capitalize()}"
    return letters.capitalize()
