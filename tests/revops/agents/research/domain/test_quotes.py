"""Quotes are found word for word, and widened to their sentence."""

import pytest

from revops.agents.research.domain.quotes import is_elided, is_too_short, locate

PAGE = (
    "Acme was founded in 2012.",
    "It does not plan to hire in Paris.",
    "“We’re grow\u00ading fast”, says Jane.",
    "Our lab – in Berlin – has 40 people.",
)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("plan to hire in Paris", PAGE[1]),
        ('"We\'re growing fast"', PAGE[2]),
        ("lab - in Berlin - has 40", PAGE[3]),
        ("in 2012. It does not", f"{PAGE[0]} {PAGE[1]}"),
        ("plan to hire in London", None),
        ("Plan To Hire In Paris", None),
        ("", None),
    ],
)
def test_a_quote_is_widened_to_its_sentence(quote, sentence):
    found = locate(quote, PAGE)
    assert (found.sentence if found else None) == sentence


def test_the_rest_of_the_sentence_is_known():
    found = locate("plan to hire in Paris", PAGE)
    assert found is not None
    assert found.outside.split() == ["It", "does", "not", "."]


def test_a_quote_needs_twelve_letters():
    assert is_too_short("hires 20 – !!!")
    assert is_too_short("abcdefghijk")
    assert not is_too_short("abcdefghijkl")
    assert not is_too_short("東京に本社を置く会社です。設立")


@pytest.mark.parametrize("quote", ["Acme ... in Paris", "Acme … in Paris", "Acme [...] in Paris"])
def test_a_quote_that_leaves_something_out_is_seen(quote):
    assert is_elided(quote)


def test_a_full_stop_leaves_nothing_out():
    assert not is_elided("Acme Inc. is in Paris.")
