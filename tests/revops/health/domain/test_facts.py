"""What is known of a deal."""

from dataclasses import replace

import pytest

from revops.deals.domain.stages import OPEN, Stage
from revops.health.domain.facts import (
    ENGAGEMENT_DAYS,
    LEAST_MEASURED,
    USUAL_STAGE_DAYS,
    DealFacts,
    Person,
    Usual,
)
from tests.revops.health.facts import ANN, BOB, NOW, SOUND


@pytest.mark.parametrize("stage", Stage)
def test_a_deal_is_closed_when_it_is_won_or_lost(stage):
    assert replace(SOUND, stage=stage).is_closed == (stage in {"closed_won", "closed_lost"})


def test_who_is_gone_counts_neither_among_the_people_nor_for_a_role():
    facts = replace(SOUND, people=(ANN, replace(BOB, gone="left"), Person("Cy", "champion")))

    assert [person.name for person in facts.active_people] == ["Ann Lee", "Cy"]
    assert [person.name for person in facts.with_role("champion")] == ["Ann Lee", "Cy"]
    assert facts.with_role("economic_buyer") == []


def test_a_median_is_measured_when_it_is_somebodys():
    assert (Usual(9.0, 14, "team North").is_measured, Usual(9.0).is_measured) == (True, False)


def test_every_open_stage_has_a_usual_time_and_a_sale_takes_about_four_months():
    assert set(USUAL_STAGE_DAYS) == set(OPEN)
    assert 110 <= sum(USUAL_STAGE_DAYS.values()) <= 125


def test_the_default_time_in_a_stage_is_two_weeks_or_three():
    assert USUAL_STAGE_DAYS == {
        "prospecting": 21,
        "qualification": 14,
        "discovery": 21,
        "demo": 14,
        "proposal": 21,
        "negotiation": 21,
    }


def test_a_deal_of_which_only_the_basics_are_known_has_no_people_no_plans_and_no_signals():
    bare = DealFacts(
        deal_id=SOUND.deal_id,
        name="Roll-out",
        stage=Stage.PROSPECTING,
        value=SOUND.value,
        currency="EUR",
        created_at=NOW,
        stage_entered_at=NOW,
        today=NOW.date(),
    )

    counted = (bare.slips, bare.planned, bare.overdue, bare.recent_signals, bare.earlier_signals)
    named = (bare.owner, bare.contact, bare.company, bare.next_step)
    dated = (
        bare.expected_close_on,
        bare.last_touch_at,
        bare.first_close_on,
        bare.overdue_since,
        bare.meeting_at,
    )
    assert (counted, named, dated) == ((0,) * 5, ("",) * 4, (None,) * 5)
    assert (bare.people, bare.pace, bare.highest_value) == ((), None, None)
    assert bare.usual_stage == Usual(21.0)


def test_a_person_is_there_and_a_median_is_a_default_until_the_data_says_otherwise():
    assert Person("Cy", "legal").gone == ""
    assert (Usual(3.0).count, Usual(3.0).whose) == (0, "")


def test_intent_is_measured_over_thirty_days_and_a_median_over_five_deals_or_more():
    assert (ENGAGEMENT_DAYS, LEAST_MEASURED) == (30, 5)
