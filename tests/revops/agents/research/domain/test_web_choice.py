"""Which pages of a search are read."""

import pytest

from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.subject import Subject
from revops.agents.research.domain.web_choice import choose_places

ACME = Subject(ResearchType.COMPANY, company="Acme", domain="acme.example")


def chosen(*urls: str, known: tuple[str, ...] = ()) -> list[str]:
    return choose_places(urls, subject=ACME, known=known)


def test_the_engines_order_stays_and_four_pages_are_enough():
    urls = [f"https://site{n}.example/news" for n in range(6)]
    assert chosen(*urls) == urls[:4]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/news",
        "https://blog.acme.example/",
        "https://www.linkedin.com/company/acme",
        "https://x.com/acme",
        "https://site.example/report.zip",
        "https://site.example/tag/acme",
        "https://10.0.0.1/",
        "https://localhost/",
    ],
)
def test_what_is_read_anyway_or_not_readable_is_left_out(url):
    assert chosen(url) == []


def test_what_is_known_is_left_out_with_or_without_a_last_slash():
    assert chosen("https://site.example/a/", known=("https://site.example/a",)) == []


def test_no_site_gets_more_than_two_of_the_places():
    urls = [f"https://site.example/{n}" for n in range(3)]
    assert chosen(*urls, "https://other.example/") == [*urls[:2], "https://other.example/"]
