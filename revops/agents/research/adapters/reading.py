"""Read a page: its text, and what it tells programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from revops.agents.research.adapters.sites import Fetched, NotFetched
from revops.agents.research.domain.dates import EARLIEST, published_at
from revops.agents.research.domain.decoding import decode
from revops.agents.research.domain.page_text import Link, page_text
from revops.agents.research.domain.pdf_text import NoPdf, pdf_text
from revops.agents.research.domain.structured import linked_data, open_graph
from revops.agents.research.domain.technologies import technologies_of

_HTML = frozenset({"text/html", "application/xhtml+xml", ""})
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What is known of a page. `data` and `graph` are its JSON-LD and OpenGraph."""

    url: str
    title: str
    text: str
    language: str
    published_at: datetime | None
    links: tuple[Link, ...]
    data: list[dict[str, Any]]
    graph: Mapping[str, str]
    technologies: Mapping[str, str]


def read(fetched: Fetched, now: datetime) -> ReadPage:
    """Return what a page says.

    Args:
        fetched: an answer of a site.
        now: the time of reading; later dates are none.

    Raises: `NotFetched` if it is no page or document.
    """
    if fetched.content_type == _PDF or fetched.body.lstrip()[:5] == b"%PDF-":
        return _document(fetched, now)
    if fetched.content_type not in _HTML:
        raise NotFetched("unreadable", fetched.content_type)
    # Without zero bytes, which no column of text takes.
    html = decode(fetched.body, fetched.charset).replace("\x00", "")
    seen, tree = page_text(html), LexborHTMLParser(html)
    data = linked_data(tree)
    return ReadPage(
        url=fetched.url,
        title=seen.title,
        text=seen.text,
        language=seen.language,
        published_at=published_at(tree, data, now),
        links=seen.links,
        data=data,
        graph=open_graph(tree),
        technologies=technologies_of(tree),
    )


def _document(fetched: Fetched, now: datetime) -> ReadPage:
    try:
        document = pdf_text(fetched.body)
    except NoPdf as error:
        raise NotFetched("unreadable", "Not a PDF document.") from error
    date = document.published_at
    is_usable = date is not None and EARLIEST <= date <= now
    text = document.text.replace("\x00", "")
    return ReadPage(fetched.url, "", text, "", date if is_usable else None, (), [], {}, {})
