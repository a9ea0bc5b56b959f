"""What is known of a deal."""

from dataclasses import replace

import pytest

from revops.deals.domain.stages import OPEN, Stage
from revops.health.domain.facts import USUAL_STAGE_DAYS, Person, Usual
from tests.revops.health.facts import ANN, BOB, SOUND


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
