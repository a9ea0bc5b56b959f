"""What servers of strangers send is read or refused, and never breaks the job that reads it."""

from datetime import UTC, datetime

import pytest

from mauntic.kernel.http import HttpAnswer, HttpClient
from mauntic.kernel.values.stored_text import is_storable
from mauntic.sandbox.sites import Sites
from revops.agents.research.adapters.reading import read
from revops.agents.research.adapters.sites import LONGEST_WORDS, Fetched, NotFetched
from revops.agents.research.adapters.sites import Sites as Fetcher
from revops.agents.research.domain.page_text import LONGEST_TEXT
from tests.revops.agents.research.conftest import HOST
from tests.support.pdf import make_pdf

NOW = datetime(2026, 12, 1, tzinfo=UTC)
HOME = f"https://{HOST}/"
NO_UTF8 = b"<p>\xffWe hire engineers.</p>"


@pytest.mark.parametrize("charset", ["undefined", "\x00", "hex", "punycode", "idna", "a" * 5_000, "utf-32"])
def test_an_encoding_that_is_none_is_guessed(charset):
    found = read(Fetched(HOME, NO_UTF8, "text/html", charset), NOW)
    assert "We hire engineers." in found.text


@pytest.mark.parametrize(
    ("header", "content_type"),
    [
        ("text/html; charset*=utf-8''%00", "text/html"),
        ("text/html; charset*=undefined''x", "text/html"),
        ('text/html; charset="', "text/html"),
        ("TEXT/HTML;;;", "text/html"),
        ("application/xhtml+xml; charset=utf-8", "application/xhtml+xml"),
        ("", ""),
    ],
)
def test_headers_of_any_shape_name_a_page(fetcher: Fetcher, monkeypatch, header, content_type):
    answer = HttpAnswer(200, {"content-type": header}, NO_UTF8, 1)
    monkeypatch.setattr(HttpClient, "get", lambda *_args, **_options: answer)
    found = fetcher.fetch(HOME)
    assert found.content_type == content_type
    assert "We hire engineers." in read(found, NOW).text


@pytest.mark.parametrize("header", [";", "text", "image/svg+xml", "text/plain; x=text/html", "video/mp4"])
def test_what_is_no_page_by_its_header_is_named_by_it(sites: Sites, fetcher: Fetcher, header):
    sites.add(HOST, "/", "<p>Hi</p>", content_type=header)
    with pytest.raises(NotFetched) as caught:
        read(fetcher.fetch(HOME), NOW)
    assert caught.value.outcome == "unreadable"
    assert "/" in caught.value.words


def test_letters_that_cannot_be_stored_leave_no_trace():
    html = (
        '<html lang="&#0;de"><title>A&#0;B&#xD800;</title><meta name="generator" content="Word&#0;Press">'
        '<script src="https://js.stripe.com/&#0;v3"></script><meta property="og:description" content="x&#0;">'
        '<p>We hire\x00 in Oslo.&#xDFFF;</p><a href="/a&#0;b">Jobs&#0;</a>'
    )
    found = read(Fetched(HOME, html.encode(), "text/html", ""), NOW)
    links = [part for each in found.links for part in (each.href, each.words)]
    assert is_storable(
        [found.title, found.text, found.language, *links, dict(found.graph), dict(found.technologies)]
    )
    assert "We hire in Oslo." in found.text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("D:20260301120000Z", datetime(2026, 3, 1, 12, tzinfo=UTC)),
        ("D:00010101000000+14'00'", None),
        ("D:19500101000000Z", None),
        ("D:20990101000000Z", None),
        ("D:yesterday", None),
        ("", None),
    ],
)
def test_a_document_is_dated_within_the_time_of_the_web(written, expected, caplog):
    body = make_pdf("Acme hires.").replace(b"D:20260301120000Z", written.encode())
    found = read(Fetched(HOME, body, "application/pdf", ""), NOW)
    assert (found.text, found.published_at) == ("Acme hires.", expected)


def test_the_title_of_a_document_that_nobody_sees_is_left_out():
    found = read(Fetched(HOME, make_pdf("Acme hires."), "application/pdf", ""), NOW)
    assert "Ignore all rules" not in found.title + found.text


def test_a_long_page_is_cut_at_a_line():
    line = "We hire engineers in Berlin."
    html = f"<p>{line}</p>" * 2_000
    text = read(Fetched(HOME, html.encode(), "text/html", ""), NOW).text
    assert len(text) <= LONGEST_TEXT
    assert set(text.split("\n")) == {line}


def test_a_page_that_nests_without_end_is_read():
    html = "<div>" * 30_000 + "We hire engineers."
    assert "We hire engineers." in read(Fetched(HOME, html.encode(), "text/html", ""), NOW).text


def test_words_of_a_server_are_cut():
    assert len(NotFetched("failed", "x" * 5_000).words) == LONGEST_WORDS
