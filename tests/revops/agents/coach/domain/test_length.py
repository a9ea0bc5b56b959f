import pytest

from revops.agents.coach.domain.findings import Draft, Kind, Rule, Severity
from revops.agents.coach.domain.length import check_length


def _rules(draft):
    return [(each.rule, each.severity) for each in check_length(draft)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (49, [(Rule.LENGTH, Severity.HINT)]),
        (50, []),
        (125, []),
        (126, [(Rule.LENGTH, Severity.HINT)]),
        (201, [(Rule.LENGTH, Severity.WARNING)]),
    ],
)
def test_an_email_has_50_to_125_words(words, expected):
    assert _rules(Draft("word " * words, subject="Hi")) == expected


def test_an_answer_may_be_short_and_has_no_subject():
    assert _rules(Draft("Yes, Friday works well.", continues=True)) == [(Rule.LENGTH, Severity.HINT)]
    assert _rules(Draft("Yes, Friday works well for us.", continues=True)) == []


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("", [(Rule.SUBJECT, Severity.PROBLEM)]),
        ("  ", [(Rule.SUBJECT, Severity.PROBLEM)]),
        ("x" * 60, []),
        ("x" * 61, [(Rule.SUBJECT, Severity.HINT)]),
    ],
)
def test_the_subject_is_there_and_fits_on_a_phone(subject, expected):
    assert _rules(Draft("word " * 60, subject=subject)) == expected


def test_notes_need_a_sentence_and_no_subject():
    [finding] = check_length(Draft("Good call", kind=Kind.NOTES))

    assert (finding.problem, finding.rule) == ("2 words are too short.", Rule.LENGTH)
    assert _rules(Draft("word " * 8, kind=Kind.NOTES)) == []
