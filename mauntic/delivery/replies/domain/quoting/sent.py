"""What we sent, taken out of a reply: works in every language, and for quotes without a mark."""

from collections import Counter
from collections.abc import Iterable

from mauntic.delivery.replies.domain.folding import folded, letters

SIZE = 20
"""Letters in a row that do not repeat by chance."""
MAX_SENT = 100_000
DROPPED = 0.8
"""Share of a line's letters that makes the line ours."""


def without_sent(text: str, sent: Iterable[str]) -> str:
    """Return the lines of `text` that we did not send.

    Args:
        text: a reply, with or without quotes.
        sent: the texts of our mails in this thread.
    """
    ours = "\n".join(sent)[:MAX_SENT]
    if not ours.strip():
        return text
    lines = text.split("\n")
    covered = _covered(lines, _shingles(letters(ours)))
    is_ours = [share >= DROPPED for share in covered]
    short = {letters(line) for line in ours.split("\n")}
    kept = [line for number, line in enumerate(lines) if not _belongs(number, lines, is_ours, short)]
    return "\n".join(kept).strip()


def _shingles(stream: str) -> frozenset[str]:
    return frozenset(stream[start : start + SIZE] for start in range(len(stream) - SIZE + 1))


def _covered(lines: list[str], shingles: frozenset[str]) -> list[float]:
    """Return each line's share of letters that lie in a run that we sent; runs may span lines."""
    letter_lines = [number for number, line in enumerate(lines) for char in folded(line) if char.isalnum()]
    stream = "".join(letters(line) for line in lines)
    hits = [0] * len(lines)
    end = 0
    for start in range(len(stream)):
        if stream[start : start + SIZE] in shingles:
            end = start + SIZE
        hits[letter_lines[start]] += start < end
    totals = Counter(letter_lines)
    return [hit / totals[number] if totals[number] else 0.0 for number, hit in enumerate(hits)]


def _belongs(number: int, lines: list[str], is_ours: list[bool], short: set[str]) -> bool:
    """Tell whether a line is ours: by its letters, or as a short line of ours beside one that is."""
    if is_ours[number]:
        return True
    own = letters(lines[number])
    return bool(own) and own in short and any(_neighbors(number, lines, is_ours))


def _neighbors(number: int, lines: list[str], is_ours: list[bool]) -> Iterable[bool]:
    """Yield whether the next lines with text, in both directions, are ours."""
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(lines) and not letters(lines[other]):
            other += step
        yield 0 <= other < len(lines) and is_ours[other]
