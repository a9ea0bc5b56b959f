"""Claims hold only with a quote that supports them."""

import pytest

from revops.agents.research.domain.claims import Checked, Checker, Claim, Drop, Source
from revops.agents.research.domain.kinds import InsightType, ResearchType
from revops.agents.research.domain.subject import Subject

ACME = Subject(ResearchType.COMPANY, company="Acme Robotics", domain="acme.example", facts=("Berlin",))
TEXT = """Acme Robotics builds sorting robots for warehouses.
We raised €12.5 million in March 2024, led by Initech Ventures.
Acme Robotics does not plan to hire in Paris.
Sales grew 20% in 2024 and 35% in 2025.
Globex raised $99 million last year.
We hire engineers in Berlin. We opened a lab in Madrid."""


def check(
    content: str, quote: str, *, kind: str = "recent_news", domain: str = "acme.example"
) -> Checked | Drop:
    return Checker(ACME, Source(domain, "About Acme Robotics", TEXT)).check(Claim(kind, content, quote))


RAISED = "raised €12.5 million in March 2024"


@pytest.mark.parametrize(
    ("content", "quote", "sentence"),
    [
        ("Acme Robotics raised €12.5 million in March 2024.", RAISED, TEXT.splitlines()[1]),
        ("Initech Ventures led the round of 12.5 million.", RAISED, TEXT.splitlines()[1]),
        ("Acme hires engineers in Berlin.", "hire engineers in Berlin", "We hire engineers in Berlin."),
        ("It does not plan to hire in Paris.", "does not plan to hire in Paris", TEXT.splitlines()[2]),
        ("Sales grew 35% in 2025.", "20% in 2024 and 35% in 2025", TEXT.splitlines()[3]),
    ],
)
def test_a_true_claim_holds_with_its_sentence(content, quote, sentence):
    found = check(content, quote)
    assert isinstance(found, Checked)
    assert (found.sentence, found.kind, found.is_own_site) == (sentence, InsightType.RECENT_NEWS, True)


@pytest.mark.parametrize(
    ("content", "quote", "drop"),
    [
        ("Acme was bought.", "Acme Robotics was acquired by Evil Corp", Drop.NOT_FOUND),
        ("Acme raised money.", "raised €12.5", Drop.TOO_SHORT),
        ("Acme hires in Madrid.", "We hire engineers in ... Madrid", Drop.ELIDED),
        ("Acme hires in Madrid.", "We hire engineers in … Madrid", Drop.ELIDED),
        ("Acme hires in Madrid.", "hire engineers in Berlin", Drop.OTHER_NAMES),
        ("Acme raised €15.5 million.", RAISED, Drop.OTHER_FIGURES),
        ("Acme raised $12.5 million.", RAISED, Drop.OTHER_FIGURES),
        ("Acme plans to hire in Paris.", "plan to hire in Paris", Drop.NEGATED),
        ("Acme plans to hire in Paris.", "Acme Robotics does not plan to hire in Paris", Drop.NEGATED),
        ("Acme does not hire in Berlin.", "hire engineers in Berlin", Drop.NEGATED),
        ("Sales grew 35% in 2024.", "grew 20% in 2024 and 35% in 2025", Drop.OTHER_FIGURES),
        ("Acme raised $99 million.", "raised $99 million last year", Drop.OTHER_SUBJECT),
        ("Acme faces bankruptcy and lawsuits.", "builds sorting robots", Drop.UNSUPPORTED),
    ],
)
def test_a_false_claim_is_dropped_with_its_reason(content, quote, drop):
    assert check(content, quote) == drop


@pytest.mark.parametrize("kind", ["career_trajectory", "weather", ""])
def test_a_type_of_another_kind_is_dropped(kind):
    assert check("Acme hires.", "hire engineers in Berlin", kind=kind) == Drop.WRONG_TYPE


def test_a_page_of_another_company_supports_nothing():
    source = Source("other.example", "Acme", "We hire engineers in Rome.")
    found = Checker(ACME, source).check(Claim("recent_news", "Acme hires.", "We hire engineers"))
    assert found == Drop.OTHER_SUBJECT


def test_an_endless_sentence_is_no_evidence():
    text = "Acme Robotics " + "and robots " * 200
    found = Checker(ACME, Source("acme.example", "", text)).check(
        Claim("recent_news", "Acme has robots.", "and robots and robots")
    )
    assert found == Drop.TOO_LONG


def test_a_japanese_page_supports_claims_in_its_own_writing():
    text = "当社は2024年に東京で新しい研究所を開設しました。"
    checker = Checker(ACME, Source("acme.example", "会社概要", text, "ja"))
    good = Claim("growth_indicators", "2024年に東京で研究所を開設。", "2024年に東京で新しい研究所を開設")
    bad = Claim("growth_indicators", "2019年に東京で研究所を開設。", "2024年に東京で新しい研究所を開設")
    assert isinstance(checker.check(good), Checked)
    assert checker.check(bad) == Drop.OTHER_FIGURES


def test_a_claim_with_a_number_or_another_name_is_specific():
    vague = check("Acme builds robots.", "builds sorting robots for warehouses")
    assert isinstance(vague, Checked)
    assert not vague.is_specific
    assert check("Acme hires in Berlin.", "hire engineers in Berlin").is_specific


def test_digits_of_the_name_are_no_figures():
    subject = Subject(ResearchType.COMPANY, company="3M Systems", domain="acme.example")
    checker = Checker(subject, Source("acme.example", "", "We hire engineers in Berlin."))
    quote = "We hire engineers in Berlin"
    assert isinstance(checker.check(Claim("hiring_signals", "3M Systems hires engineers.", quote)), Checked)
    assert (
        checker.check(Claim("hiring_signals", "3M Systems hires 3 engineers.", quote)) == Drop.OTHER_FIGURES
    )
