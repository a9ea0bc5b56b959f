"""Negations in the languages of pages."""

import pytest

from revops.agents.research.domain.negation import negations


@pytest.mark.parametrize(
    "text",
    [
        "Acme does not plan to hire",
        "We don’t sell to banks",
        "never hired there",
        "No layoffs are planned",
        "without funding",
        "Wir stellen nicht ein",
        "Es gibt keine Pläne",
        "Nous n'avons pas de bureau",
        "No tenemos oficina",
        "当社は採用していません。",
        "Acme denied the report",
    ],
)
def test_a_negation_is_found(text):
    assert negations(text) > 0


@pytest.mark.parametrize("text", ["Acme hires in Paris", "Notable news from Novi Sad", "Knot Inc. grew", ""])
def test_other_words_are_none(text):
    assert negations(text) == 0
