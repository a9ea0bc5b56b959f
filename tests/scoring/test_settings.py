"""Thresholds of an organization's own."""

import pytest

from mauntic.events.catalog import ScoreThresholdCrossed
from mauntic.kernel.errors import Invalid
from scoring.selectors import scoring_settings, thresholds
from scoring.services import change_settings, rescore
from tests.scoring.conftest import NOW


def test_an_organization_starts_with_four_thresholds(acme):
    assert thresholds() == [20, 40, 60, 80]


def test_crossings_are_told_of_the_thresholds_that_were_set(contact, facts_of):
    change_settings(thresholds=[35, 10, 36, 10])
    rescore(now=NOW)

    assert thresholds() == [10, 35, 36]
    told = [(fact["threshold"], fact["direction"]) for fact in facts_of(ScoreThresholdCrossed)]
    assert told == [(10, "up"), (35, "up")]


@pytest.mark.parametrize("wrong", [[0], [101], range(1, 22)])
def test_thresholds_are_whole_totals(acme, wrong):
    with pytest.raises(Invalid, match="whole totals from 1 to 100"):
        change_settings(thresholds=list(wrong))


def test_what_a_rep_can_take_on_is_set_without_touching_the_thresholds(acme):
    change_settings(hot_leads_a_week=7)

    assert (scoring_settings().hot_leads_a_week, thresholds()) == (7, [20, 40, 60, 80])
    with pytest.raises(Invalid, match="from 1 to"):
        change_settings(hot_leads_a_week=0)
