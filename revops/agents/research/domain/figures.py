"""Numbers of a text, with what they count, and whether those of a claim are those of its source."""

import re
from collections import Counter
from dataclasses import dataclass

from revops.agents.research.domain.folding import fold, loose
from revops.agents.research.domain.word_lists import NUMBER_WORDS

_NUMBER = re.compile(
    r"(?P<before>[$€£¥₹]?) ?(?<![A-Za-z0-9À-ÿ])(?P<digits>\d+(?:[.,'](?=\d)\d+)*) ?(?P<after>[%$€£¥₹]?)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOKEN = re.compile(r"[^\W\d_]+")
_CURRENCIES = {
    "$": ("$", "usd", "dollar", "dollars"),
    "€": ("€", "eur", "euro", "euros"),
    "£": ("£", "gbp", "pound", "pounds"),
    "¥": ("¥", "jpy", "yen", "円"),
    "chf": ("chf", "franc", "francs", "franken"),
    "₹": ("₹", "inr", "rupee", "rupees"),
}
_SIGNS = "$€£¥₹%円"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written. `kind` is year, percent, money or count."""

    digits: str
    kind: str


def numbers_of(text: str) -> list[Number]:
    """Return the numbers of a text in order, in the writing of the text. Digits of a name (Web3) are none."""
    return [Number(found["digits"], _kind(found)) for found in _NUMBER.finditer(fold(text))]


def _kind(found: re.Match[str]) -> str:
    if "%" in found["after"]:
        return "percent"
    if found["before"] or found["after"]:
        return "money"
    return "year" if _YEAR.fullmatch(found["digits"]) else "count"


def has_other_figures(claim: str, source: str) -> bool:
    """Return whether a claim has a number, a number word, a percent sign or a currency that its source lacks.

    "12.5 million" and "12,5 Mio." differ: which number a text means is not guessed.
    """
    given, known = numbers_of(claim), numbers_of(source)
    if not {each.digits for each in given} <= {each.digits for each in known}:
        return True
    percents = [{each.digits for each in of if each.kind == "percent"} for of in (given, known)]
    if not percents[0] <= percents[1]:
        return True
    return bool(_units(claim) - _units(source)) or _are_swapped(given, known)


def _units(text: str) -> set[str]:
    """Return number words and currencies of a text, each currency by its sign."""
    plain = loose(text)
    words = {*_TOKEN.findall(plain), *(sign for sign in _SIGNS if sign in plain)}
    money = {sign for sign, names in _CURRENCIES.items() if not words.isdisjoint(names)}
    return (words & NUMBER_WORDS) | money


def _are_swapped(given: list[Number], known: list[Number]) -> bool:
    """Return whether a claim may pair numbers that its source does not pair.

    "20% in 2024 and 35% in 2025" has two percentages and two years. A claim with some of them must have
    them in the order of the source and without a gap: "35% in 2024" is refused. Where the source has one
    number of each kind, there is nothing to swap.
    """
    kinds = Counter(number.kind for number in dict.fromkeys(known))
    if len(given) < 2 or all(kinds[number.kind] < 2 for number in given):  # noqa: PLR2004 (a pair)
        return False
    wanted = [number.digits for number in given]
    run, size = [number.digits for number in known], len(wanted)
    return all(run[start : start + size] != wanted for start in range(len(run) - size + 1))
