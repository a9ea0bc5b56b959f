"""Sentences of a page."""

import pytest

from revops.agents.research.domain.sentences import is_english, sentences_of


@pytest.mark.parametrize(
    ("text", "language", "sentences"),
    [
        (
            "Acme Inc. raised $12.5 million. It hires in Paris!",
            "en",
            ["Acme Inc. raised $12.5 million.", "It hires in Paris!"],
        ),
        (
            "Der Umsatz stieg auf 12,5 Mio. Euro. Wir wachsen.",
            "de-DE",
            ["Der Umsatz stieg auf 12,5 Mio. Euro.", "Wir wachsen."],
        ),
        ("当社は東京にあります。採用しています。", "ja", ["当社は東京にあります。", "採用しています。"]),
        ("Not hiring\nin Paris", "", ["Not hiring", "in Paris"]),
        ("One. Two.", "no-such", ["One.", "Two."]),
        ("\n \n", "en", []),
    ],
)
def test_a_text_is_split_into_sentences(text, language, sentences):
    assert sentences_of(text, language) == sentences


def test_english_is_told_from_other_languages():
    assert is_english("We are hiring engineers for our office in Berlin.")
    assert not is_english("Wir suchen Ingenieure für unser Büro in Berlin.")
    assert not is_english("")
