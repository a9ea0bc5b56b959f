"""Names of a claim stand in its source, or are those of the subject."""

import pytest

from revops.agents.research.domain.names import has_other_names, names_of

SOURCE = "Our new Berlin-based lab, led by Dr. Jane O'Neil, works with Globex’s iOS team."


@pytest.mark.parametrize(
    ("claim", "differs"),
    [
        ("Acme has a lab in Berlin.", False),
        ("It is led by Jane O'Neil.", False),
        ("The lab works with Globex.", False),
        ("Globex's team works on iOS.", False),
        ("Acme has a lab in Munich.", True),
        ("Initech works with Acme.", True),
        ("Acme works with a macOS team.", True),
        ("Launched a lab.", False),
        ("\u0410cme has a lab.", True),  # a Cyrillic A
        ("the lab is new", False),
        ("", False),
    ],
)
def test_names_are_compared(claim, differs):
    assert has_other_names(claim, SOURCE, {"acme"}) == differs


def test_the_first_word_counts_unless_sentences_begin_with_it():
    assert names_of("Hiring in Paris") == ["paris"]
    assert names_of("Initech hires") == ["initech"]
