import pytest

from revops.agents.coach.domain.readability import reading_grade, words_in

EASY = "The cat sat on the mat. It saw a red bird in the sun. The bird did not see the cat at all. "
HARD = (
    "Organizational transformation necessitates comprehensive reconsideration of infrastructural "
    "dependencies while simultaneously accommodating heterogeneous stakeholder expectations throughout "
    "multinational implementation environments and regulatory jurisdictions internationally."
)


def test_the_grade_follows_the_published_formula():
    sentence = "abcd " * 20  # 4 letters per word, 20 words per sentence

    assert reading_grade([sentence]) == pytest.approx(4.71 * 4 + 0.5 * 20 - 21.43, abs=0.05)


def test_greeting_and_name_at_the_end_count_for_nothing():
    sentence = "abcd " * 20

    assert reading_grade(["Hi Ada,", sentence, "Best,", "Kim"]) == reading_grade([sentence])


def test_long_words_and_sentences_need_more_years_of_school():
    assert reading_grade(EASY.split(". ")) == 0.0
    assert reading_grade([HARD]) > 20


def test_a_short_text_has_no_grade():
    assert reading_grade(["word " * 19]) is None
    assert reading_grade([]) is None


def test_words_keep_their_apostrophes_and_hyphens():
    assert words_in("We don’t sell top-notch pumps, 24/7.") == [
        "We",
        "don’t",
        "sell",
        "top-notch",
        "pumps",
        "24",
        "7",
    ]
