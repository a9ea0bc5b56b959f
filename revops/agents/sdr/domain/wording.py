"""What a model may say: only with the numbers that it was given, and nothing that leads elsewhere."""

import re
import unicodedata
from enum import StrEnum

MOST_LETTERS = 700
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"(?:https?|ftp|mailto|tel):|//|www\.|[\w.+-]@[\w-]{1,63}\.\w|<\w|\]\(|!\[", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w-])(?:[\w-]{1,63}+\.){1,10}[^\W\d_]{2,63}(?:/\S{0,200})?\b")


class Flaw(StrEnum):
    """Why a text of a model is not used."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    LINK = "link"
    NUMBER = "number"
    TOKEN = "token"  # noqa: S105 (a placeholder in a text)


def flaw(
    text: str, *, given: str, most: int = MOST_LETTERS, allowed_links: frozenset[str] = frozenset()
) -> Flaw | None:
    """Return what is wrong with a text of a model; None if it can be shown.

    Args:
        text: as it came.
        given: all that the model was told and may repeat.
        most: the longest length.
        allowed_links: addresses that it may name, such as those of cited sources.
    """
    without = plain(text)
    if not without.strip():
        return Flaw.EMPTY
    if len(text) > most:
        return Flaw.TOO_LONG
    if "{{" in text or "}}" in text:
        return Flaw.TOKEN
    for link in sorted(allowed_links, key=len, reverse=True):
        without = without.replace(link, "")
    if _LINK.search(without) or _leads_elsewhere(without, given):
        return Flaw.LINK
    if numbers(without) - numbers(given):
        return Flaw.NUMBER
    return None


def plain(text: str) -> str:
    """Return a text with one form for letters that look the same, and without invisible ones."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf"
    )


def numbers(text: str) -> set[str]:
    """Return the numbers of a text in one form: 0.80 and 0,8 are the same."""
    return {_plain(found) for found in _NUMBER.findall(text)}


def _plain(found: str) -> str:
    text = found.replace(",", ".")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _leads_elsewhere(text: str, given: str) -> bool:
    """Tell a bare host name, such as evil.example, that was not among what the model was told."""
    known = given.casefold()
    return any(found.casefold() not in known for found in _ADDRESS.findall(text))
