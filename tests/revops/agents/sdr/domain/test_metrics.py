from revops.agents.sdr.domain.metrics import Agreement


def test_agent_and_people_agree_when_both_enrolled_or_both_left_a_lead_alone():
    found = Agreement(would_and_did=6, would_only=1, left_and_did=1, left_alone=2)
    assert (found.all, found.agreed, found.share) == (10, 8, 0.8)
    assert Agreement().share is None
