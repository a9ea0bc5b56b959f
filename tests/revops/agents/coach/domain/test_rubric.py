from revops.agents.coach.domain.findings import Draft, Kind, Rule, Severity
from revops.agents.coach.domain.rubric import review_draft

GOOD = (
    "Hi Ada,\n\nI read that Hydra opens a second plant in Bonn next year. When a plant grows, tests of pumps "
    "often move from one desk to a team, and the sheets no longer fit. We make a tool that plans these tests "
    "and keeps the results in one place, so that nobody has to look for them.\n\n"
    "Would you be open to a short call about how you plan tests today?\n\nBest,\nKim"
)


def test_a_good_email_has_no_findings():
    rubric = review_draft(Draft(GOOD, subject="Tests in the new plant"))

    assert list(rubric.findings) == []
    assert (rubric.figures.questions, rubric.figures.asks) == (1, 1)
    assert 3 < rubric.figures.grade < 10


def test_findings_are_sorted_by_severity_then_by_place():
    bad = "Hi [Name], ACT NOW!! We are the leading vendor and cut 35% of all costs. Click here."

    findings = review_draft(Draft(bad, subject="Hello")).findings

    severities = [each.severity for each in findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert findings[0].rule is Rule.UNFILLED
    assert {each.rule for each in findings} >= {Rule.SPAM, Rule.CLAIM, Rule.LENGTH}


def test_a_text_that_is_hard_to_read_is_a_finding():
    hard = GOOD.replace(
        "I read that Hydra opens a second plant in Bonn next year.",
        "Organizational transformation necessitates comprehensive reconsideration of infrastructural "
        "dependencies while simultaneously accommodating heterogeneous stakeholder expectations throughout "
        "multinational implementation environments and your regulatory jurisdictions for the future.",
    )

    rules = [each.rule for each in review_draft(Draft(hard, subject="Tests")).findings]

    assert Rule.READING in rules


def test_words_of_english_rules_are_not_looked_for_in_other_languages():
    german = Draft("Hallo Frau Lovelace, wir garantieren 35 % weniger Kosten. [Firma]", subject="Pumpen")

    rubric = review_draft(german)

    assert not rubric.is_english
    assert (rubric.figures.grade, rubric.figures.asks) == (None, None)
    assert {each.rule for each in rubric.findings} == {Rule.UNFILLED, Rule.LENGTH}


def test_an_empty_draft_is_reviewed_without_an_error():
    for kind in Kind:
        assert review_draft(Draft("", kind=kind)).figures.words == 0
