"""What an assignment does to the load of the new owner, in words."""

import pytest

from revops.routing.domain.effects import Effect


@pytest.mark.parametrize(
    ("cap", "over", "words"),
    [
        (None, 0, "Kim Novak: 41 + 1,128 open leads."),
        (2000, 0, "Kim Novak: 41 + 1,128 of 2,000 open leads."),
        (1169, 0, "Kim Novak: 41 + 1,128 of 1,169 open leads."),
        (60, 1109, "Kim Novak: 41 + 1,128 of 60 open leads, 1,109 over the limit."),
        (0, 1169, "Kim Novak: 41 + 1,128 of 0 open leads, 1,169 over the limit."),
    ],
)
def test_the_load_is_told_with_the_limit(cap, over, words):
    effect = Effect(owner="Kim Novak", before=41, added=1128, cap=cap)
    assert (effect.over, effect.sentences) == (over, [words])


def test_an_absence_is_told_besides():
    effect = Effect(owner="Kim Novak", before=0, added=1, hindrance="is away until 4 Dec 2026")
    assert effect.sentences[1:] == ["Kim Novak is away until 4 Dec 2026."]
