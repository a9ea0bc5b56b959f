"""Every state has words, and is either open, closed or neither on purpose."""

from datetime import timedelta

import pytest

from revops.agents.approvals.domain.statuses import CLOSED, LIVES, OPEN, Rejection, Status
from revops.agents.approvals.labels import AGENTS, REJECTIONS, STATUSES
from revops.agents.llm.domain.requests import Agent


@pytest.mark.parametrize(("values", "labels"), [(Status, STATUSES), (Rejection, REJECTIONS), (Agent, AGENTS)])
def test_each_value_has_words_of_its_own(values, labels):
    assert set(labels) == set(values)
    words = [str(label) for label in labels.values()]
    assert len(set(words)) == len(words)
    assert all(words)


def test_a_state_is_in_one_list_of_the_queue():
    assert not set(OPEN) & set(CLOSED)
    assert set(Status) - set(OPEN) - set(CLOSED) == {Status.FAILED, Status.OBSERVED}


def test_a_proposal_waits_a_week():
    assert timedelta(days=7) == LIVES
