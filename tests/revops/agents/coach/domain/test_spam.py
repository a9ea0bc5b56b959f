import pytest

from revops.agents.coach.domain.findings import Draft, Kind, Part
from revops.agents.coach.domain.spam import check_spam


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Click here, it is risk-free and Guaranteed", ["Click here", "risk-free", "Guaranteed"]),
        ("The clickhere tool is unguaranteed", []),
        ("Really!! Why?! 100 $$ or 5 $", ["!!", "?!", "$$"]),
        ("A FREE pump, GREAT OFFER from ACME GmbH in the USA", ["FREE", "GREAT OFFER"]),
        ("ACT NOW to save", ["ACT NOW"]),
        ("Thanks! See you.", []),
    ],
)
def test_words_capitals_and_marks_of_spam_are_found(text, quotes):
    found = list(check_spam(Draft(text)))

    assert sorted(each.quote for each in found) == sorted(quotes)
    assert all(text[each.start : each.end] == each.quote for each in found)


def test_the_subject_is_looked_at_and_notes_are_not():
    [finding] = check_spam(Draft("Hello", subject="Act now"))

    assert (finding.part, finding.problem) == (Part.SUBJECT, 'Spam filters know the words "Act now".')
    assert not list(check_spam(Draft("Act now!!", kind=Kind.NOTES)))
