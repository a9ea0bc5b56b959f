"""Whether pages and sentences are about the subject."""

import pytest

from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.domain.subject import Subject, is_about, is_of_other

CLERK = Subject(ResearchType.COMPANY, company="Clerk", domain="clerk.example", facts=("Oslo",))
JANE = Subject(ResearchType.PERSON, company="Acme", domain="acme.example", person="Jane Doe")
PAGE = "robots carry parcels. Our engineers work in Oslo."


@pytest.mark.parametrize(
    ("domain", "text", "expected"),
    [
        ("clerk.example", "Anything at all", True),
        ("news.example", "Clerk of Oslo opens an office", True),
        ("news.example", "Clerk (clerk.example) opens an office", True),
        ("news.example", "Clerk opens an office in Rome", False),
        ("news.example", "A clerk from Oslo was hired", False),
        ("news.example", "Clerkenwell, near Oslo", False),
        ("clerk.example.evil.test", "Clerk", False),
    ],
)
def test_a_page_is_about_the_company(domain, text, expected):
    assert is_about(CLERK, page_domain=domain, text=text) == expected


@pytest.mark.parametrize(
    ("domain", "text", "expected"),
    [
        ("acme.example", "Jane Doe leads finance", True),
        ("acme.example", "John Roe leads finance", False),
        ("news.example", "Jane Doe of Acme spoke", True),
        ("news.example", "Jane Doe of Globex spoke", False),
    ],
)
def test_a_page_is_about_the_person(domain, text, expected):
    assert is_about(JANE, page_domain=domain, text=text) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Globex raised $12 million.", True),
        ("Globex Industries has 12 offices.", True),
        ("Globex chose Clerk.", False),
        ("We raised $12 million.", False),
        ("Founded in 2012 in Oslo.", False),
        ("Robots has many uses.", False),
        ("Revenue has doubled.", False),
        ("240 people work here.", False),
    ],
)
def test_a_sentence_about_a_customer_is_not_about_the_company(sentence, expected):
    assert is_of_other(CLERK, sentence=sentence, page_text=PAGE) == expected


@pytest.mark.parametrize(
    ("sentence", "title", "expected"),
    [
        ("Jane Doe studied in Oslo.", "Team", False),
        ("Ms. Doe studied in Oslo.", "Team", False),
        ("John Roe studied in Oslo.", "Team", True),
        ("She studied in Oslo.", "Jane Doe | Acme", False),
    ],
)
def test_a_sentence_about_a_colleague_is_not_about_the_person(sentence, title, expected):
    assert is_of_other(JANE, sentence=sentence, page_text="", title=title) == expected
