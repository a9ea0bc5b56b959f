"""Insights as facts: the good ones of this lead, each with its evidence; why one does not hold any more."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.agents.facts.selectors.insights import (
    MOST_INSIGHTS,
    insight_facts,
    insight_problem,
    insights_by_id,
)
from tests.crm.queries import counted
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=900)


@pytest.fixture
def lead(acme):
    return ContactFactory(company=CompanyFactory())


def test_an_insight_is_a_fact_with_its_sentence_page_and_date(lead):
    day = now() - timedelta(days=3)
    made = make_insight(company=lead.company, content="It hires\n 14 engineers.", published_at=day)
    [fact] = insight_facts(lead)
    assert (fact.id, fact.text, fact.source) == ("insight-1", "It hires 14 engineers.", "Jobs")
    assert (fact.url, fact.quote, fact.dated, fact.insight_id) == (made.url, made.sentence, day, made.pk)


def test_insights_of_the_lead_and_its_company_are_facts_and_those_of_others_are_not(lead):
    make_insight(company=lead.company, content="Of the company", relevance=0.9)
    make_insight(contact=lead, content="Of the lead", relevance=0.95)
    make_insight(contact=ContactFactory(company=lead.company), content="Of a colleague")
    make_insight(company=CompanyFactory(), content="Of another company")
    assert [fact.text for fact in insight_facts(lead)] == ["Of the lead", "Of the company"]


def test_only_the_best_that_are_good_enough_now_are_facts(lead):
    for number in range(MOST_INSIGHTS + 2):
        make_insight(company=lead.company, content=f"Insight {number}")
    assert len(insight_facts(lead)) == MOST_INSIGHTS
    for row in lead.company.insights.all()[1:]:
        row.read_at -= LONG_AGO
        row.save()
    assert len(insight_facts(lead)) == 1


def test_a_deleted_an_old_and_a_foreign_insight_hold_no_text(lead):
    good = make_insight(company=lead.company, content="Good")
    own = make_insight(contact=lead, content="Own")
    old = make_insight(company=lead.company, content="Old", read_at=now() - LONG_AGO)
    foreign = make_insight(company=CompanyFactory(), content="Foreign")
    of_nobody = make_insight(contact=ContactFactory(company=None), content="Of nobody")
    with counted() as queries:
        found = insights_by_id([good.pk, own.pk, old.pk, foreign.pk, of_nobody.pk])
    assert len(queries) == 1
    assert insight_problem(found[good.pk], lead) == insight_problem(found[own.pk], lead) == ""
    assert "too old" in insight_problem(found[old.pk], lead)
    assert "deleted" in insight_problem(None, lead)
    lead.company = None
    for row in (foreign, of_nobody, good):
        assert "not about this lead" in insight_problem(found[row.pk], lead)


def test_without_ids_nothing_is_read(acme):
    with counted() as queries:
        assert insights_by_id([]) == {}
    assert queries == []
