from revops.agents.approvals.domain.payloads import digest


def test_the_digest_depends_on_the_values_and_not_on_their_order():
    assert digest({"a": 1, "b": "é"}) == digest({"b": "é", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert digest({"a": 1}) != digest({"a": "1"})
