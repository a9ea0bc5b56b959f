"""Reading pages of any kind."""

from datetime import UTC, datetime

import pytest

from revops.agents.research.adapters.reading import read
from revops.agents.research.adapters.sites import Fetched, NotFetched
from tests.support.pdf import make_pdf

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HEAD = '<html lang="ja"><title>会社概要</title><meta name="date" content="2026-03-01">'
PAGE = f"{HEAD}<body><p>東京にあります。\x00</p>"


def fetched(body: bytes, content_type: str = "text/html", charset: str = "") -> Fetched:
    return Fetched("https://acme.example/about", body, content_type, charset)


@pytest.mark.parametrize("charset", ["shift_jis", "utf-8", "", "latin-1"])
def test_a_japanese_page_is_read_whatever_its_header_says(charset):
    found = read(
        fetched(PAGE.encode("utf-8" if charset != "shift_jis" else "shift_jis"), charset=charset), NOW
    )
    assert (found.title, found.text, found.language) == ("会社概要", "東京にあります。", "ja")
    assert found.published_at == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("content_type", ["application/pdf", "application/octet-stream", "text/html"])
def test_a_document_is_read_whatever_its_header_says(content_type):
    assert "Acme hires in Berlin." in read(fetched(make_pdf("Acme hires in Berlin."), content_type), NOW).text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"<html>not a pdf</html>", "application/pdf"), (b"GIF89a", "image/gif"), (b"{}", "application/json")],
)
def test_what_is_no_page_is_refused(body, content_type):
    with pytest.raises(NotFetched) as caught:
        read(fetched(body, content_type), NOW)
    assert caught.value.outcome == "unreadable"


def test_an_empty_page_has_no_text():
    assert read(fetched(b"", ""), NOW).text == ""
