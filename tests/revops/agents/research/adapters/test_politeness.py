"""How sites are asked: by which rules, how often, and through which door."""

import pytest

from mauntic.kernel.http import HttpClient
from mauntic.sandbox.sites import Sites
from revops.agents.research.adapters.sites import LONGEST_DELAY, MAX_BYTES, MOST_REDIRECTS, NotFetched
from revops.agents.research.adapters.sites import Sites as Fetcher
from tests.revops.agents.research.conftest import HOST

HOME = f"https://{HOST}/"


def chain(sites: Sites, length: int) -> None:
    """Redirects from /0 to a page after so many steps."""
    for step in range(length):
        sites.add(HOST, f"/{step}", "", status=302, headers={"Location": f"/{step + 1}"})
    sites.add(HOST, f"/{length}", "There")


def test_redirects_are_followed_up_to_the_limit_and_the_last_address_counts(sites: Sites, fetcher: Fetcher):
    chain(sites, MOST_REDIRECTS)
    found = fetcher.fetch(f"{HOME}0")
    assert (found.body, found.url) == (b"There", f"{HOME}{MOST_REDIRECTS}")


def test_one_redirect_more_is_an_error_that_says_so(sites: Sites, fetcher: Fetcher):
    chain(sites, MOST_REDIRECTS + 1)
    with pytest.raises(NotFetched, match="More than 5 redirects") as caught:
        fetcher.fetch(f"{HOME}0")
    assert caught.value.outcome == "failed"
    assert (HOST, f"/{MOST_REDIRECTS + 1}") not in sites.calls


def test_a_redirect_without_a_target_is_an_answer_without_a_page(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", "", status=302)
    with pytest.raises(NotFetched, match="HTTP 302"):
        fetcher.fetch(f"{HOME}about")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("mailto:jane@acme.example", "mailto:jane@acme.example"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("ftp://acme.example/", "ftp://acme.example/"),
        ("http://[::1", "cannot be called"),
    ],
)
def test_a_redirect_to_what_is_no_page_is_blocked(sites: Sites, fetcher: Fetcher, target, words):
    sites.add(HOST, "/about", "", status=301, headers={"Location": target})
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(f"{HOME}about")
    assert caught.value.outcome == "blocked"
    assert words in caught.value.words


@pytest.mark.parametrize("url", ["http://acme.example:99999/", "https://exa mple/", "https://.example/"])
def test_an_address_that_cannot_be_called_ends_as_an_outcome(url):
    with pytest.raises(NotFetched) as caught:
        Fetcher(HttpClient()).fetch(url)
    assert caught.value.outcome in {"blocked", "failed"}
    assert caught.value.words


@pytest.mark.parametrize("status", [401, 403, 404, 429])
def test_rules_that_nobody_may_read_forbid_nothing(sites: Sites, fetcher: Fetcher, status):
    sites.add(HOST, "/robots.txt", "User-agent: *\nDisallow: /", status=status)
    sites.add(HOST, "/about", "Hello")
    assert fetcher.fetch(f"{HOME}about").body == b"Hello"


def test_rules_behind_a_redirect_count(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/robots.txt", "", status=301, headers={"Location": "/rules.txt"})
    sites.add(HOST, "/rules.txt", "User-agent: *\nDisallow: /")
    sites.add(HOST, "/about", "Hello")
    with pytest.raises(NotFetched) as caught:
        fetcher.fetch(f"{HOME}about")
    assert caught.value.outcome == "refused"


def test_rules_are_asked_for_once_per_site_however_many_pages_are_read(sites: Sites, fetcher: Fetcher):
    for host in (HOST, "other.example"):
        for path in ("/about", "/jobs"):
            sites.add(host, path, "Hello")
            fetcher.fetch(f"https://{host}{path}")
    assert [call for call in sites.calls if call[1] == "/robots.txt"] == [
        (HOST, "/robots.txt"),
        ("other.example", "/robots.txt"),
    ]


def test_each_site_has_its_own_rules(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/robots.txt", "User-agent: *\nDisallow: /")
    sites.add("other.example", "/about", "Hello")
    assert fetcher.fetch("https://other.example/about").body == b"Hello"
    with pytest.raises(NotFetched):
        fetcher.fetch(f"{HOME}about")


@pytest.mark.parametrize(
    ("asked", "waited"), [("3", [3]), ("60", [LONGEST_DELAY]), ("0", []), ("-1", []), ("soon", [])]
)
def test_the_delay_of_a_site_is_kept_within_reason(
    sites: Sites, fetcher: Fetcher, monkeypatch, asked, waited
):
    waits: list[float] = []
    monkeypatch.setattr("revops.agents.research.adapters.sites.sleep", waits.append)
    sites.add(HOST, "/robots.txt", f"User-agent: *\nCrawl-delay: {asked}")
    sites.add(HOST, "/about", "Hello")
    fetcher.fetch(f"{HOME}about")
    assert waits == []
    fetcher.fetch(f"{HOME}about")
    assert [round(each) for each in waits] == waited


def test_the_largest_page_that_is_allowed_is_read(sites: Sites, fetcher: Fetcher):
    sites.add(HOST, "/about", b"x" * MAX_BYTES)
    assert len(fetcher.fetch(f"{HOME}about").body) == MAX_BYTES
    sites.add(HOST, "/about", b"x" * (MAX_BYTES + 1))
    with pytest.raises(NotFetched, match="larger than"):
        fetcher.fetch(f"{HOME}about")


def test_a_site_that_is_too_slow_is_given_up(sites: Sites):
    sites.latency = 1.0
    try:
        with pytest.raises(NotFetched, match=r"took longer|No answer") as caught:
            Fetcher(HttpClient(allow_loopback=True, timeout=0.2), sites.url).fetch(HOME)
    finally:
        sites.latency = 0.0
    assert caught.value.outcome == "failed"


def test_at_most_two_sitemaps_of_the_web_are_taken_from_the_rules(sites: Sites, fetcher: Fetcher):
    rules = "\n".join(f"Sitemap: {each}" for each in ("ftp://x/0.xml", "/1.xml", "/2.xml", "/3.xml"))
    sites.add(HOST, "/robots.txt", rules)
    assert fetcher.sitemaps(HOME) == [f"{HOME}1.xml", f"{HOME}2.xml"]


def test_a_number_is_asked_itself_and_not_through_the_door_of_the_sites(sites: Sites):
    fetcher = Fetcher(HttpClient(allow_loopback=True), gateway=sites.url)
    sites.add("", "/about", "Nobody")
    assert fetcher.fetch(f"{sites.url}/about").body == b"Nobody"
    assert {host for host, _ in sites.calls} == {""}
