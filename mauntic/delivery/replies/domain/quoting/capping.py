"""The cap before any parser of replies: their regular expressions take seconds for a thousand odd lines."""

import re

MAX_CHARACTERS = 12_000
MAX_LINES = 200
MAX_LINE = 1_000
MAX_OPENINGS = 40
"""Lines that may begin a quote ("On ...", "From: ..."): each makes the parsers read what follows it."""

BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
OPENING = re.compile(r"^[\W_]{0,10}(?:\w{2,12} ?:|(?:on|am|le|el|il|op|em|den|dnia) )", re.IGNORECASE)
SPACES = re.compile(r"[^\S\n]{2,}")


def capped(text: str) -> str:
    """Return the beginning of `text` that the parsers may see, with single blank lines."""
    plain = BLANK.sub("\n\n", text[: MAX_CHARACTERS * 2].replace("\u00a0", " "))
    lines = [SPACES.sub(_shorter, line[:MAX_LINE].rstrip()) for line in plain.split("\n")[:MAX_LINES]]
    return "\n".join(lines[: _within_openings(lines)])[:MAX_CHARACTERS].strip("\n")


def _shorter(spaces: re.Match[str]) -> str:
    return spaces.group()[:8]


def _within_openings(lines: list[str]) -> int:
    openings = 0
    for number, line in enumerate(lines):
        openings += bool(OPENING.match(line))
        if openings > MAX_OPENINGS:
            return number
    return len(lines)
