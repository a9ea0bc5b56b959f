from lead_intelligence.vendors.domain.outcomes import Outcome


def test_every_outcome_asks_for_exactly_one_reaction():
    reactions = {
        outcome: (
            outcome.is_hit,
            outcome.resets_circuit,
            outcome.counts_towards_circuit,
            outcome.disables_provider,
        )
        for outcome in Outcome
    }
    hit, answered, failure, refusal = (
        (True, True, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    )
    neither = (False, False, False, False)
    assert reactions == {
        Outcome.FOUND: hit,
        Outcome.PARTIAL: hit,
        Outcome.NOT_FOUND: answered,
        Outcome.PENDING: answered,
        Outcome.LEGAL_BLOCK: answered,
        Outcome.AUTH_FAILED: refusal,
        Outcome.FORBIDDEN_PLAN: refusal,
        Outcome.OUT_OF_CREDIT: refusal,
        Outcome.PROVIDER_ERROR: failure,
        Outcome.MALFORMED: failure,
        Outcome.TRANSPORT_ERROR: failure,
        Outcome.RATE_LIMITED: neither,
        Outcome.INVALID_INPUT: neither,
    }
