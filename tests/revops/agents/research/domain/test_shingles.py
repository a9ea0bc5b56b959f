"""How alike two texts are."""

import pytest

from revops.agents.research.domain.shingles import uniqueness

KEPT = ["Acme raised 12 million in 2024.", "Acme hires engineers in Berlin."]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Acme raised 12 million in 2024.", 0, 0),
        ("ACME raised 12\u00a0million in 2024", 0, 0),
        ("In March, Acme raised 12 million in 2024, it says.", 0, 0.01),
        ("Acme hires salespeople in Madrid.", 0.7, 0.8),
        ("The founders met at university.", 1, 1),
        ("当社は東京にあります。", 1, 1),
        ("!!!", 0, 0),
    ],
)
def test_copies_are_not_unique(text, least, most):
    assert least <= uniqueness(text, KEPT) <= most


def test_scripts_without_spaces_are_compared_by_letters():
    assert uniqueness("当社は東京にあります", ["当社は東京にあります。"]) < 0.1
    assert uniqueness("当社は東京にあります", ["採用を強化しています。"]) > 0.6


def test_the_first_of_all_is_unique():
    assert uniqueness("Acme", []) == 1


def test_the_name_that_all_texts_have_does_not_make_them_alike():
    texts = ("Acme Robotics uses HubSpot.", ["Acme Robotics uses Segment."])
    assert uniqueness(*texts) < 0.4
    assert uniqueness(*texts, ignored={"acme", "robotics"}) == 1
