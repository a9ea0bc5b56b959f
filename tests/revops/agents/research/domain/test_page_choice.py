"""Which pages are read."""

import pytest

from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.page_choice import MOST_PAGES, Candidate, absolute, choose

SITE = "https://acme.example"


def chosen(*paths: str, kind: ResearchType = ResearchType.COMPANY, **more: str) -> list[str]:
    found = choose([Candidate(SITE + path) for path in paths], kind=kind, **more)
    return [url.removeprefix(SITE) for url in found]


def test_telling_pages_come_first_and_others_are_left_out():
    paths = ("/imprint", "/blog", "/pricing", "/jobs/", "/en/about-us", "/press", "/legal/privacy")
    assert chosen(*paths) == ["/en/about-us", "/jobs/", "/press", "/pricing", "/blog"]


@pytest.mark.parametrize("path", ["/ueber-uns", "/unternehmen/", "/a-propos", "/会社概要"])
def test_pages_are_found_in_other_languages(path):
    assert chosen(path, "/x") == [path]


def test_words_of_a_link_count_when_its_address_says_nothing():
    found = choose(
        [Candidate(f"{SITE}/p/17", "About us"), Candidate(f"{SITE}/p/18", "Read about our new robots here")],
        kind=ResearchType.COMPANY,
    )
    assert found == [f"{SITE}/p/17"]


@pytest.mark.parametrize(
    "path", ["/about.pdf.zip", "/news/photo.jpg", "/customers/globex", "/blog/tag/news", "/login/about"]
)
def test_files_lists_and_customers_are_skipped(path):
    assert chosen(path) == []


def test_the_newest_articles_are_read():
    old, new, newest = (
        Candidate(f"{SITE}/news/{name}", changed=day)
        for name, day in (("old", "2024-01-01"), ("new", "2026-01-01"), ("newest", "2026-11-01"))
    )
    assert choose([old, new, newest], kind=ResearchType.COMPANY) == [newest.url, new.url]


def test_a_person_is_looked_for_on_their_own_page_first():
    paths = ("/pricing", "/team", "/team/jane-doe", "/about")
    assert chosen(*paths, kind=ResearchType.PERSON, person="Jane Doe") == [
        "/team/jane-doe",
        "/team",
        "/about",
    ]


def test_no_more_than_eight_pages_are_chosen():
    paths = ("/about", "/jobs", "/news", "/product", "/investors", "/pricing", "/team", "/blog")
    assert len(chosen(*paths, "/news/a", "/news/b")) == MOST_PAGES == 8


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/about#team", f"{SITE}/about"),
        ("about", f"{SITE}/about"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("mailto:a@acme.example", ""),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_links_become_addresses(href, url):
    assert absolute(f"{SITE}/", href) == url
