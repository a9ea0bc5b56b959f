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


@pytest.mark.parametrize(
    ("days", "ago", "reason"),
    [
        (30, timedelta(days=30), Reason.RECOMMENDED),
        (30, timedelta(days=30) - timedelta(seconds=1), Reason.TOUCHED),
        (0, timedelta(0), Reason.RECOMMENDED),
        (0, timedelta(days=-1), Reason.TOUCHED),
        (365, timedelta(days=364), Reason.TOUCHED),
    ],
)
def test_a_touch_counts_until_exactly_so_many_days_ago(days, ago, reason):
    facts = replace(GOOD, touched_at=NOW - ago)
    assert planned(facts, untouched_days=days).reason == reason


@pytest.mark.parametrize(
    ("limits", "acted_today", "is_by_itself"),
    [
        ({"least_confidence": Decimal("0.72")}, 0, True),
        ({"least_confidence": Decimal("0.721")}, 0, False),
        ({"least_confidence": Decimal(0)}, 0, True),
        ({"daily_cap": 0}, 0, False),
        ({"daily_cap": 1}, 0, True),
        ({"daily_cap": 1}, 1, False),
        ({"daily_cap": 1}, 7, False),
    ],
)
def test_the_limits_of_autopilot_hold_at_their_ends(limits, acted_today, is_by_itself):
    assert planned(acted_today=acted_today, **limits).is_by_itself is is_by_itself


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"recommendation": "manual_review", "wrote": True, "not_new": "x"}, Reason.UNSURE),
        ({"not_new": "Emailed", "wrote": True, "has_sequence": False}, Reason.NOT_NEW),
        ({"wrote": True, "touched_at": NOW}, Reason.WROTE),
        ({"touched_at": NOW, "has_sequence": False}, Reason.TOUCHED),
        ({"has_sequence": False, "has_actor": False, "icp_match": Decimal(0)}, Reason.NO_SEQUENCE),
        ({"has_actor": False, "icp_match": Decimal(0)}, Reason.LOW_CONFIDENCE),
    ],
)
def test_of_many_reasons_the_one_that_matters_most_is_told(changes, reason):
    assert planned(replace(GOOD, **changes)).reason == reason


def test_why_a_lead_is_not_new_is_told_in_the_words_of_the_facts():
    assert planned(replace(GOOD, not_new='In "Outreach"')).words == 'In "Outreach"'
    assert planned(replace(GOOD, not_new='In "Outreach"', recommendation="skip")).words == ""


@pytest.mark.parametrize("recommendation", ["", "SEQUENCE", "sequence ", "approve all"])
def test_an_unknown_recommendation_is_never_acted_on(recommendation):
    found = planned(replace(GOOD, recommendation=recommendation))
    assert (found.action, found.is_by_itself) == (Action.NOTHING, False)
