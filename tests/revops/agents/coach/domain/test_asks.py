import pytest

from revops.agents.coach.domain.asks import asks_in, check_asks, check_questions
from revops.agents.coach.domain.findings import Draft, Kind, Rule


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Would you be open to a call next week?", 1),
        ("Can we talk on Friday?", 1),
        ("Could you introduce me to your head of sales?", 1),
        ("Worth a 15 minute chat?", 1),
        ("Please send me the contract.", 1),
        ("Pick a time that suits you.", 1),
        ("Let me know. Also, book a demo slot here.", 2),
        ("We can ship in May. How is your week?", 0),
        ("Your team is free of charge for us.", 0),
    ],
)
def test_sentences_that_ask_for_something_are_counted(text, count):
    assert len(asks_in(text)) == count


def test_each_ask_after_the_first_is_a_finding_at_its_sentence():
    text = "Can we talk on Friday?\nPlease send me the contract."

    [finding] = check_asks(Draft(text))

    assert text[finding.start : finding.end] == finding.quote == "Please send me the contract."


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("We make pumps.", ["The email asks for nothing."]),
        ("How do you test pumps today?", []),
        ("Can we talk on Friday?", []),
    ],
)
def test_an_email_asks_for_something(text, problems):
    assert [each.problem for each in check_asks(Draft(text))] == problems


@pytest.mark.parametrize(
    ("text", "is_missing"),
    [
        ("Ada liked the demo and the price.", True),
        ("Ada liked the demo. Next step: legal review.", False),
        ("She will send the contract.", False),
        ("Send the offer by Friday.", False),
        ("Call again in May.", False),
    ],
)
def test_notes_say_the_next_step(text, is_missing):
    rules = [each.rule for each in check_asks(Draft(text, kind=Kind.NOTES))]
    assert rules == ([Rule.NEXT_STEP] if is_missing else [])


def test_the_third_question_is_one_too_many():
    text = "How are you? Who tests pumps? Why by hand? What else?"

    [finding] = check_questions(Draft(text))

    assert finding.quote == "Why by hand?"
    assert finding.problem == "4 questions. A reader answers one or two."
    assert not list(check_questions(Draft("How are you? Who tests pumps?")))
    assert not list(check_questions(Draft(text, kind=Kind.NOTES)))
