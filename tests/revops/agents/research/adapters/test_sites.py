"""Fetching pages: robots.txt, redirects, limits, and addresses that must not be called."""

import pytest

from mauntic.kernel.http import HttpClient
from mauntic.sandbox.sites import Sites
from revops.agents.research.adapters.sites import MAX_BYTES, NotFetched
from revops.agents.research.adapters.sites import Sites as Fetcher
from tests.revops.agents.research.conftest import HOST

HOME = f"https://{HOST}/"


def outcome(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(url)
    return caught.value.outcome


def test_a_page_is_fetched_with_its_type_and_charset(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", "Hello", content_type='text/HTML; charset="Shift_JIS"')
    found = fetcher.fetch(f"{HOME}about")
    assert (found.body, found.content_type, found.charset) == (b"Hello", "text/html", "shift_jis")
    assert sites.calls == [(HOST, "/robots.txt"), (HOST, "/about")]


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/about", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/about", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/deck.pdf", False),
        ("User-agent: *\nDisallow: /a\nAllow: /about", "/about", True),
        ("User-agent: Mauntic\nDisallow: /\n\nUser-agent: *\nAllow: /", "/about", False),
        ("User-agent: Other\nDisallow: /", "/about", True),
        ("<html>no rules</html>", "/about", True),
    ],
)
def test_robots_are_obeyed(sites: Sites, fetcher: Fetcher, rules, path, is_allowed):
    sites.add(HOST, "/robots.txt", rules, content_type="text/plain")
    sites.add(HOST, path, "Hello")
    if is_allowed:
        assert fetcher.fetch(f"{HOME}{path[1:]}").body == b"Hello"
    else:
        assert outcome(fetcher, f"{HOME}{path[1:]}") == "refused"
        assert sites.calls == [(HOST, "/robots.txt")]


def test_a_site_whose_rules_fail_is_left_alone(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/robots.txt", "", status=503)
    sites.add(HOST, "/about", "Hello")
    assert outcome(fetcher, f"{HOME}about") == "refused"


def test_redirects_are_followed_and_the_end_is_known(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", "", status=301, headers={"Location": "https://other.example/us"})
    sites.add("other.example", "/us", "Hello")
    assert fetcher.fetch(f"{HOME}about").url == "https://other.example/us"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("http://169.254.169.254/latest/meta-data/", "blocked"),
        ("http://10.0.0.1/", "blocked"),
        ("http://[::ffff:10.0.0.1]/", "blocked"),
        ("file:///etc/passwd", "blocked"),
        ("https://other.example/secret", "refused"),
        ("/about", "failed"),
    ],
)
def test_a_redirect_leads_nowhere_else(sites: Sites, fetcher: Fetcher, target, expected):
    sites.add("other.example", "/robots.txt", "User-agent: *\nDisallow: /secret")
    sites.add(HOST, "/about", "", status=302, headers={"Location": target})
    assert outcome(fetcher, f"{HOME}about") == expected
    assert ("other.example", "/secret") not in sites.calls


def test_without_leave_for_loopback_the_inner_network_is_closed(sites: Sites):
    assert outcome(Fetcher(HttpClient()), f"{sites.url}/about") == "blocked"


@pytest.mark.parametrize(
    ("status", "expected"), [(404, "missing"), (410, "missing"), (403, "failed"), (500, "failed")]
)
def test_errors_of_servers_are_told_apart(sites: Sites, fetcher: Fetcher, status, expected):
    sites.add(HOST, "/about", "", status=status)
    assert outcome(fetcher, f"{HOME}about") == expected


def test_a_page_of_ten_megabytes_is_not_read(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", b"x" * 10 * 1024 * 1024)
    with pytest.raises(NotFetched, match=str(MAX_BYTES)):
        fetcher.fetch(f"{HOME}about")


def test_no_cookie_comes_back(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", "Hello", headers={"Set-Cookie": "a=1"})
    fetcher.fetch(f"{HOME}about")
    fetcher.fetch(f"{HOME}about")
    assert sites.cookies == []


def test_a_delay_that_a_site_asks_for_is_kept(sites: Sites, fetcher: Fetcher, monkeypatch):
    waits = []
    monkeypatch.setattr("revops.agents.research.adapters.sites.sleep", waits.append)
    sites.add(HOST, "/robots.txt", "User-agent: *\nCrawl-delay: 60")
    sites.add(HOST, "/about", "Hello")
    for _ in range(2):
        fetcher.fetch(f"{HOME}about")
    assert [round(each) for each in waits if each > 1] == [5]


def test_sitemaps_are_named_by_robots_or_usual(sites: Sites, fetcher: Fetcher):
    assert fetcher.sitemaps(HOME) == [f"{HOME}sitemap.xml"]
    sites.add("other.example", "/robots.txt", "Sitemap: https://other.example/a.xml\nSitemap: file:///b")
    assert fetcher.sitemaps("https://other.example/") == ["https://other.example/a.xml"]
