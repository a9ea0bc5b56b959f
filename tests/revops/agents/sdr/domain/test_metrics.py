import pytest

from revops.agents.sdr.domain.metrics import Agreement


def test_agent_and_people_agree_when_both_enrolled_or_both_left_a_lead_alone():
    found = Agreement(would_and_did=6, would_only=1, left_and_did=1, left_alone=2)
    assert (found.all, found.agreed, found.share) == (10, 8, 0.8)
    assert Agreement().share is None


@pytest.mark.parametrize(
    ("counts", "share"),
    [
        ({"would_and_did": 1}, 1.0),
        ({"left_alone": 3}, 1.0),
        ({"would_only": 2}, 0.0),
        ({"left_and_did": 1}, 0.0),
    ],
)
def test_the_share_is_0_to_1(counts, share):
    assert Agreement(**counts).share == share
