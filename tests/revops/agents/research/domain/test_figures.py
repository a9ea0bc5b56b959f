"""Numbers of a claim are those of its source, in its writing."""

import pytest

from revops.agents.research.domain.figures import has_other_figures

PAIRS = "Sales grew 20% in 2024 and 35% in 2025."
MONEY = "Acme raised €12.5 million in March 2024."


@pytest.mark.parametrize(
    ("claim", "source", "differs"),
    [
        ("Acme raised €12.5 million.", MONEY, False),
        ("Acme raised 12.5 million in 2024.", MONEY, False),
        ("In 2024, Acme raised 12.5 million euros.", MONEY, False),
        ("Acme raised $12.5 million.", MONEY, True),
        ("Acme raised 12.5 billion.", MONEY, True),
        ("Acme raised 12,5 million.", MONEY, True),
        ("Acme raised 15 million.", MONEY, True),
        ("Acme has 5 offices.", "Acme has five offices.", True),
        ("Acme has six offices.", "Acme has five offices.", True),
        ("Acme has five offices.", "Acme has five offices.", False),
        ("Sales grew 20%.", "Sales grew by 20 units.", True),
        ("Sales grew 20 %.", PAIRS, False),
        ("Sales grew 20% in 2024.", PAIRS, False),
        ("Sales grew 35% in 2025.", PAIRS, False),
        (PAIRS, PAIRS, False),
        ("Sales grew 35% in 2024.", PAIRS, True),
        ("Sales grew 20% in 2025.", PAIRS, True),
        ("Sales grew 35% in 2024 and 20% in 2025.", PAIRS, True),
        ("In 2024 sales grew 20%.", PAIRS, True),  # not wrong, but a swap looks the same
        ("310 people in 2024.", "In 2024 we grew 20% to 310 people.", False),
        ("No numbers at all.", PAIRS, False),
        ("Web3 Labs grew 20%.", "We grew 20%.", False),
        ("3M grew 20%.", "We grew 20%.", True),
        ("Umsatz 12,5 Mio. Euro", "Der Umsatz stieg auf 12,5 Mio. Euro.", False),
    ],
)
def test_figures_are_compared(claim, source, differs):
    assert has_other_figures(claim, source) == differs
