"""One form of texts that differ only in how they are typed."""

import pytest

from revops.agents.research.domain.folding import fold, loose


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("soft\u00adware", "software"),
        ("12\u00a0000\u202femployees", "12 000 employees"),
        ("\u201cbest\u201d and \u2018good\u2019, \u00abbon\u00bb", '"best" and \'good\', "bon"'),
        ("2019\u20132024 \u2014 \u2212 5", "2019-2024 - - 5"),
        ("zero\u200bwidth\u2060join\ufeffer", "zerowidthjoiner"),
        ("right\u202eto left", "rightto left"),
        ("\uff21\uff23\uff2d\uff25 \ufb01rst", "ACME first"),
        ("two\n\t lines ", "two lines"),
    ],
)
def test_typing_does_not_count(typed, plain):
    assert fold(typed) == plain


def test_case_counts_unless_words_are_compared():
    assert fold("US") != fold("us")
    assert loose("Straße US") == "strasse us"
