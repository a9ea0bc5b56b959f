"""Facts of structured data."""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.domain.structured import facts_of, linked_data, open_graph
from revops.agents.research.domain.subject import Subject

ACME = Subject(ResearchType.COMPANY, company="Acme", domain="acme.example")
JANE = Subject(ResearchType.PERSON, company="Acme", domain="acme.example", person="Jane Doe")
COMPANY = {
    "@context": "https://schema.org",
    "@type": "Corporation",
    "name": "ACME",
    "foundingDate": "2012",
    "numberOfEmployees": {"@type": "QuantitativeValue", "value": 240},
    "address": {"@type": "PostalAddress", "addressLocality": "Berlin", "addressCountry": "DE"},
    "description": "Acme builds sorting robots.",
}
JOB = {"@type": "JobPosting", "title": "Robotics engineer", "datePosted": "2026-11-01"}
NEWS = {"@type": "NewsArticle", "headline": "Acme opens in Madrid", "datePublished": "2026-11-01"}
PERSON = {
    "@type": "Person",
    "name": "Jane Doe",
    "jobTitle": "CFO",
    "alumniOf": [{"@type": "CollegeOrUniversity", "name": "TU Berlin"}],
    "sameAs": ["https://www.linkedin.com/in/jane", "https://example.test/x", 3],
}


def facts(
    subject: Subject, *items: object, head: str = "", is_own_site: bool = True
) -> list[tuple[str, str, str]]:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in items)
    tree = LexborHTMLParser(f"<html><head>{head}{scripts}</head></html>")
    found = facts_of(subject, linked_data(tree), open_graph(tree), is_own_site=is_own_site)
    return [(fact.kind.value, fact.content, fact.line) for fact in found]


def test_a_company_is_described():
    assert facts(ACME, {"@graph": [COMPANY]}) == [
        ("company_profile", "Acme builds sorting robots.", "description: Acme builds sorting robots."),
        ("company_profile", "Acme was founded in 2012.", "foundingDate: 2012"),
        ("company_profile", "Acme is based in Berlin, DE.", "address: Berlin, DE"),
        ("growth_indicators", "Acme has 240 employees.", "numberOfEmployees: 240"),
    ]


def test_jobs_and_news_are_found():
    place = {"jobLocation": {"@type": "Place", "address": COMPANY["address"]}}
    assert facts(ACME, JOB | place, NEWS) == [
        (
            "hiring_signals",
            "Acme is hiring: Robotics engineer in Berlin, DE.",
            "title: Robotics engineer, jobLocation: Berlin, DE, datePosted: 2026-11-01",
        ),
        ("recent_news", "Acme opens in Madrid", "headline: Acme opens in Madrid, datePublished: 2026-11-01"),
    ]


@pytest.mark.parametrize(
    "item",
    [
        COMPANY | {"name": "Globex"},
        JOB | {"hiringOrganization": {"@type": "Organization", "name": "Globex"}},
        {"@type": "Product", "name": "ACME"},
        {"name": "ACME", "foundingDate": "2012"},
        {"@type": "Corporation", "name": 7, "foundingDate": ["2012"]},
        {"@type": "Corporation", "name": "Acme", "foundingDate": {"a": 1}, "numberOfEmployees": "many"},
        ["text", None, 5, []],
    ],
)
def test_others_and_odd_items_tell_nothing(item):
    assert facts(ACME, item) == []


def test_another_site_tells_only_what_names_the_company():
    assert facts(ACME, JOB, NEWS, is_own_site=False) == []
    assert len(facts(ACME, COMPANY, is_own_site=False)) == 4


def test_a_person_is_described():
    assert [each[:2] for each in facts(JANE, PERSON)] == [
        ("professional_background", "Jane Doe works as CFO."),
        ("career_trajectory", "Jane Doe studied or worked at TU Berlin."),
        ("social_presence", "Jane Doe has a profile on linkedin.com."),
    ]
    assert facts(JANE, PERSON | {"name": "John Roe"}) == []


def test_open_graph_describes_a_company_without_other_data():
    head = '<meta property="og:description" content="We  build robots."><meta property="og:title">'
    assert facts(ACME, head=head) == [
        (InsightType.COMPANY_PROFILE, "We build robots.", "og:description: We build robots.")
    ]
    assert facts(ACME, head=head, is_own_site=False) == []


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN", '"text"', " " * 600_000])
def test_broken_scripts_are_skipped(text):
    tree = LexborHTMLParser(f'<script type="application/ld+json">{text}</script>')
    assert linked_data(tree) == []
