import pytest

from revops.agents.llm.domain.outcomes import FREE, PREVENTED, REFUSALS, TEMPORARY, UNUSABLE, Outcome
from revops.agents.llm.domain.requests import Agent
from revops.agents.llm.labels import AGENTS, OUTCOMES, RUNNING, TASKS

# What happens after each: tried again, switched off, certainly not billed.
AFTER = {
    Outcome.ANSWERED: (False, False, False),
    Outcome.NO_VENDOR: (False, False, True),
    Outcome.UNPRICED: (False, False, True),
    Outcome.STOPPED: (False, False, True),
    Outcome.OVER_BUDGET: (False, False, True),
    Outcome.RATE_LIMITED: (True, False, True),
    Outcome.OVERLOADED: (True, False, False),
    Outcome.NO_ANSWER: (True, False, False),
    Outcome.AUTH_FAILED: (False, True, True),
    Outcome.OUT_OF_CREDIT: (False, True, True),
    Outcome.FORBIDDEN_PLAN: (False, True, True),
    Outcome.NO_SUCH_MODEL: (False, False, True),
    Outcome.BAD_ADDRESS: (False, False, True),
    Outcome.TOO_LONG: (False, False, True),
    Outcome.REJECTED: (False, False, True),
    Outcome.DECLINED: (False, False, False),
    Outcome.CUT_OFF: (False, False, False),
    Outcome.WRONG_SHAPE: (False, False, False),
    Outcome.ABANDONED: (False, False, False),
}


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_says_what_happens_next(outcome):
    assert (outcome.is_temporary, outcome.disables_vendor, outcome.is_free) == AFTER[outcome]


def test_no_outcome_is_of_two_kinds():
    kinds = (PREVENTED, TEMPORARY, REFUSALS, UNUSABLE)
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))
    assert not PREVENTED & FREE


def test_all_outcomes_and_agents_have_words():
    assert set(OUTCOMES) == {RUNNING, *Outcome}
    assert set(AGENTS) == set(TASKS) == set(Agent)
