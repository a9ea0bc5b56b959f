import pytest

from revops.agents.coach.domain.places import place_of, sentence_places

DRAFT = "Hi Ada,\n\nwe make pumps (fast).\nWe make pumps that\nlast. Bye."


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("we make pumps (fast)", "we make pumps (fast)"),
        ("We make pumps that last.", "We make pumps that\nlast."),
        ("  pumps that  ", "pumps that"),
    ],
)
def test_a_quote_is_found_word_for_word_but_for_white_space(quote, text):
    place = place_of(quote, DRAFT)

    assert place is not None
    assert place.text == text == DRAFT[place.start : place.end]


@pytest.mark.parametrize("quote", ["We sell pumps", "we make ... last", "WE MAKE", "", "   ", ".", "Bye"])
def test_other_words_another_case_and_snippets_are_not_found(quote):
    assert place_of(quote, DRAFT) is None


def test_sentences_know_their_places():
    places = sentence_places("One pump. One pump.\nOne pump.")

    assert [(each.start, each.text) for each in places] == [
        (0, "One pump."),
        (10, "One pump."),
        (20, "One pump."),
    ]
