"""The day on which a page was published."""

from datetime import UTC, datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from revops.agents.research.domain.dates import published_at
from revops.agents.research.domain.structured import linked_data

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<meta property="article:published_time" content="2026-03-01T00:00:00Z">', MARCH),
        ('<meta name="date" content="2026-03-01">', MARCH),
        ('<time datetime="2026-03-01">March</time>', MARCH),
        ('<time datetime="2026-03-01">a</time><time datetime="2026-03-02">b</time>', None),
        (ld('{"@type":"NewsArticle","datePublished":"2026-03-01T01:00:00+01:00"}'), MARCH),
        (ld('{"@type":"NewsArticle","datePublished":20260301}'), None),
        ('<meta name="date" content="2099-03-01"><time datetime="2026-03-01">', MARCH),
        ('<meta name="date" content="1970-01-01">', None),
        ('<meta name="date" content="soon">', None),
        ('<meta name="date" content="0001-01-01T00:00:00+14:00">', None),
        ("<p>1 March 2026</p>", None),
    ],
)
def test_dates_are_read(html, expected):
    tree = LexborHTMLParser(html)
    assert published_at(tree, linked_data(tree), NOW) == expected
