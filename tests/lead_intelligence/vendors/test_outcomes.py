import pytest

from lead_intelligence.vendors.domain.outcomes import TROUBLE, Outcome


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


def test_outcomes_are_stored_under_these_names():
    assert " ".join(Outcome) == (
        "found partial not_found pending invalid_input auth_failed forbidden_plan out_of_credit rate_limited"
        " legal_block provider_error malformed transport_error"
    )


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        (Outcome.PROVIDER_ERROR, True),
        (Outcome.MALFORMED, True),
        (Outcome.TRANSPORT_ERROR, True),
        (Outcome.AUTH_FAILED, True),
        (Outcome.FORBIDDEN_PLAN, True),
        (Outcome.OUT_OF_CREDIT, True),
        (Outcome.RATE_LIMITED, True),
        (Outcome.FOUND, False),
        (Outcome.PARTIAL, False),
        (Outcome.NOT_FOUND, False),
        (Outcome.PENDING, False),
        (Outcome.INVALID_INPUT, False),
        (Outcome.LEGAL_BLOCK, False),
    ],
)
def test_failures_refusals_and_pauses_are_shown_to_those_who_manage_vendors(outcome, shown):
    assert (outcome in TROUBLE) is shown
