from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.domain.planning import Action, LeadFacts, Limits, Reason, plan

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
GOOD = LeadFacts(
    recommendation="sequence", score=Decimal(72), icp_match=Decimal("0.80"), completeness=Decimal("0.833")
)


def planned(facts: LeadFacts = GOOD, mode: Mode = Mode.AUTOPILOT, acted_today: int = 0, **limits):
    return plan(facts, mode=mode, limits=Limits(**limits), acted_today=acted_today, now=NOW)


@pytest.mark.parametrize(
    ("changes", "action", "reason"),
    [
        ({}, Action.ENROLL, Reason.RECOMMENDED),
        ({"recommendation": "manual_review"}, Action.MANUAL_REVIEW, Reason.UNSURE),
        ({"recommendation": "enrich"}, Action.NOTHING, Reason.NOT_RECOMMENDED),
        ({"recommendation": "skip"}, Action.NOTHING, Reason.NOT_RECOMMENDED),
        ({"not_new": 'In "Outreach"'}, Action.NOTHING, Reason.NOT_NEW),
        ({"wrote": True}, Action.MANUAL_REVIEW, Reason.WROTE),
        ({"touched_at": NOW - timedelta(days=29)}, Action.NOTHING, Reason.TOUCHED),
        ({"touched_at": NOW - timedelta(days=31)}, Action.ENROLL, Reason.RECOMMENDED),
        ({"has_sequence": False}, Action.MANUAL_REVIEW, Reason.NO_SEQUENCE),
    ],
)
@pytest.mark.parametrize("mode", [Mode.LEARNING, Mode.COPILOT, Mode.AUTOPILOT])
def test_the_rules_decide_the_same_in_each_mode(changes, action, reason, mode):
    found = planned(replace(GOOD, **changes), mode)
    assert (found.action, found.reason) == (action, reason)


@pytest.mark.parametrize(
    ("changes", "acted_today", "reason"),
    [
        ({"icp_match": Decimal("0.59")}, 0, Reason.LOW_CONFIDENCE),
        ({"has_actor": False}, 0, Reason.NOBODY_TO_ACT_FOR),
        ({}, 20, Reason.CAP_REACHED),
    ],
)
def test_beyond_its_limits_autopilot_proposes(changes, acted_today, reason):
    found = planned(replace(GOOD, **changes), acted_today=acted_today)
    assert (found.action, found.reason, found.is_by_itself) == (Action.ENROLL, reason, False)


def test_within_its_limits_only_autopilot_acts_by_itself():
    assert planned(acted_today=19).is_by_itself
    assert not planned(mode=Mode.COPILOT).is_by_itself
    assert not planned(mode=Mode.LEARNING).is_by_itself


@pytest.mark.parametrize(
    ("score", "icp", "filled", "confidence"),
    [("72", "0.80", "0.833", "0.72"), ("90", "0.60", "1", "0.60"), ("90", "0.9", "0.667", "0.667")],
)
def test_the_confidence_is_the_weakest_of_the_three(score, icp, filled, confidence):
    facts = LeadFacts(
        recommendation="sequence",
        score=Decimal(score),
        icp_match=Decimal(icp),
        completeness=Decimal(filled),
    )
    assert facts.confidence == Decimal(confidence)
