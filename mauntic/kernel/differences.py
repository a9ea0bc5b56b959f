"""How one text became another, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from re import findall


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an edited text. `kind` is same, removed or added."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """Return how one text became the other, word by word."""
    return list(_pieces(findall(r"\s+|\S+", before), findall(r"\s+|\S+", after)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("removed", "".join(old[a:b]))
        if d > c:
            yield Piece("added", "".join(new[c:d]))
