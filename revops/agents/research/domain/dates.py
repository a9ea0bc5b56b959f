"""The day on which a page was published, where the page says it to programs."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_METAS = (
    "article:published_time",
    "og:published_time",
    "date",
    "dc.date",
    "dcterms.date",
    "publish-date",
    "pubdate",
)
_LD = ("datePublished", "datePosted", "dateCreated", "uploadDate")
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


def published_at(tree: LexborHTMLParser, data: Sequence[dict[str, Any]], now: datetime) -> datetime | None:
    """Return when a page was published: by its structured data, its metadata, or its only dated element.

    A date in the future, or before the web, is none.

    Args:
        tree: the page.
        data: its JSON-LD.
        now: the time of reading.
    """
    found = (moment(each) for each in _written(tree, data))
    return next((each for each in found if each and EARLIEST <= each <= now), None)


def moment(value: object) -> datetime | None:
    """Return the time that a text in ISO 8601 means, in UTC without a zone; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip()[:40])
        # Beyond the first and last year there is no other zone.
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _written(tree: LexborHTMLParser, data: Sequence[dict[str, Any]]) -> Iterator[object]:
    for item in data:
        yield from (item.get(name) for name in _LD)
    for name in _METAS:
        for node in tree.css(f'meta[property="{name}"], meta[name="{name}"], meta[itemprop="{name}"]'):
            yield node.attributes.get("content")
    times = tree.css("time[datetime]")
    # A list of articles has many: none of them is the page's.
    if len({node.attributes.get("datetime") for node in times}) == 1:
        yield times[0].attributes.get("datetime")
