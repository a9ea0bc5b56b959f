"""What is asked of a search engine, and what it finds: places to look at, nothing to rely on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

MOST_RESULTS = 20
LONGEST_QUERY = 300
LONGEST_ADDRESS = 2_000
LONGEST_TITLE, LONGEST_SNIPPET = 300, 500
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_AMERICAN = "%B %d, %Y"
"""How Anthropic writes the age of a page: "April 30, 2025"."""


class Freshness(StrEnum):
    """How new the pages must be."""

    ANY = "any"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search: its words, how many results, and how new they must be.

    Raises: `ValueError` for no words, too many, or a number of results out of range.
    """

    words: str
    most: int = 10
    freshness: Freshness = Freshness.ANY

    def __post_init__(self) -> None:
        if not self.words.strip() or len(self.words) > LONGEST_QUERY:
            raise ValueError(f"A search has 1 to {LONGEST_QUERY} letters.")
        if not 1 <= self.most <= MOST_RESULTS:
            raise ValueError(f"A search has 1 to {MOST_RESULTS} results.")


@dataclass(frozen=True, slots=True)
class Result:
    """A page that a search engine names. All of it is text of strangers."""

    url: str
    title: str = ""
    snippet: str = ""
    published_at: datetime | None = None


def result(*, url: object, title: object = "", snippet: object = "", date: object = "") -> Result | None:
    """Return a result from what an engine says, whatever that is; None without an address of a web page."""
    address = _address(url)
    if not address:
        return None
    return Result(
        address, _text(title)[:LONGEST_TITLE], _text(snippet)[:LONGEST_SNIPPET], published_at(_text(date))
    )


def usable(found: Iterable[Result | None], *, most: int) -> list[Result]:
    """Return the first results, each address once."""
    by_url: dict[str, Result] = {}
    for each in found:
        if each is not None:
            by_url.setdefault(each.url, each)
    return list(by_url.values())[:most]


def published_at(text: str) -> datetime | None:
    """Return the time that an engine gives for a page; None for none, or one before the web."""
    found = _iso(text.strip()) or _american(text.strip())
    return found if found and found >= EARLIEST else None


def _iso(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text[:40])
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _american(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _AMERICAN).replace(tzinfo=UTC)
    except ValueError:
        return None


def _address(url: object) -> str:
    if not isinstance(url, str) or len(url) > LONGEST_ADDRESS or not url.isprintable():
        return ""
    try:
        plain = urldefrag(url.strip()).url
        parts = urlsplit(plain)
        is_page = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    except ValueError:
        return ""
    return plain if is_page else ""


def _text(value: object) -> str:
    return value.replace("\x00", "") if isinstance(value, str) else ""
