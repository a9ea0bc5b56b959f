"""The quality of an insight."""

from datetime import UTC, datetime, timedelta

import pytest

from revops.agents.research.domain.kinds import KINDS, InsightType, ResearchType, types_of
from revops.agents.research.domain.quality import Quality, freshness, relevance

NOW = datetime(2026, 12, 1, tzinfo=UTC)
NEWS, PROFILE = InsightType.RECENT_NEWS, InsightType.COMPANY_PROFILE


def test_there_are_fourteen_types_seven_about_each():
    assert set(KINDS) == set(InsightType)
    assert [len(types_of(each)) for each in ResearchType] == [7, 7]


@pytest.mark.parametrize(
    ("parts", "is_kept"),
    [((0.7, 0.7, 0.7), True), ((1, 1, 0.343), True), ((1, 1, 0.34), False), ((0.9, 0.9, 0), False)],
)
def test_three_times_seven_tenths_is_kept(parts, is_kept):
    assert Quality(*parts).is_kept == is_kept


@pytest.mark.parametrize(
    ("kind", "age", "expected"),
    [(NEWS, 0, 1), (NEWS, 120, 0.5), (NEWS, 240, 0.25), (PROFILE, 120, 0.93), (NEWS, -5, 1)],
)
def test_freshness_halves_with_each_half_life(kind, age, expected):
    found = freshness(kind, dated=NOW - timedelta(days=age), read_at=NOW, now=NOW)
    assert found == pytest.approx(expected, abs=0.005)


def test_without_a_date_a_state_is_fresher_than_news():
    state, news = (freshness(kind, dated=None, read_at=NOW, now=NOW) for kind in (PROFILE, NEWS))
    assert (state, news) == (0.9, 0.6)


def test_an_undated_page_ages_from_the_day_it_was_read():
    assert freshness(NEWS, dated=None, read_at=NOW - timedelta(days=120), now=NOW) == pytest.approx(0.3)


def test_other_sites_and_vague_claims_are_less_relevant():
    full = relevance(NEWS, is_own_site=True, is_specific=True)
    assert full == 0.9
    assert relevance(NEWS, is_own_site=False, is_specific=True) < full
    assert relevance(NEWS, is_own_site=True, is_specific=False) < full
