"""Insights in the order and with the evidence that pages show."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from revops.agents.research.selectors.insights import (
    SHOWN,
    insights_of_company,
    insights_of_lead,
    ranked,
    shown,
)
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.research import make_insight


@pytest.mark.parametrize(
    ("sentence", "quote", "parts"),
    [
        ("We hire in Oslo.", "hire", ("We ", "hire", " in Oslo.")),
        ("We hire in Oslo.", "We hire in Oslo.", ("", "We hire in Oslo.", "")),
        ("Sales rose – again – by 20 %.", "rose - again", ("Sales ", "rose - again", " - by 20 %.")),
        ("We “hire”.", '"hire"', ('We "', "hire", '".')),
        ("We hire, and hire.", "hire", ("We ", "hire", ", and hire.")),
        ("We hire in Oslo.", "fire", ("", "We hire in Oslo.", "")),
        ("We hire in Oslo.", "", ("", "We hire in Oslo.", "")),
    ],
)
def test_the_sentence_is_cut_around_its_quote(lead, sentence, quote, parts):
    (found,) = shown([make_insight(contact=lead, sentence=sentence, quote=quote)])
    assert (found.before, found.quote, found.after) == parts


def test_the_best_come_first_and_what_fades_falls_behind(lead):
    day = now()
    make_insight(company=lead.company, content="Old.", relevance=1.0, published_at=day - timedelta(days=300))
    make_insight(company=lead.company, content="Weak.", relevance=0.8, published_at=day)
    make_insight(company=lead.company, content="Best.", relevance=0.95, published_at=day)
    best = ranked(insights_of_company(lead.company_id))
    assert [each.row.content for each in best] == ["Best.", "Weak.", "Old."]
    assert [each.has_faded for each in best] == [False, False, True]


def test_equally_good_ones_have_a_steady_order(lead):
    day = now()
    for content in ("B", "C", "A"):
        make_insight(company=lead.company, content=content, published_at=day, read_at=day)
    assert [each.row.content for each in ranked(insights_of_company(lead.company_id))] == ["A", "B", "C"]


def test_no_more_are_ranked_than_asked_for(lead):
    for number in range(SHOWN + 2):
        make_insight(company=lead.company, content=f"Insight {number}")
    rows = insights_of_company(lead.company_id)
    assert (len(ranked(rows)), len(ranked(rows, limit=2)), len(ranked(rows, limit=99))) == (5, 2, 7)


def test_the_date_is_that_of_the_source_else_of_the_reading(lead):
    day = now() - timedelta(days=3)
    dated, undated = (make_insight(contact=lead, content=each) for each in ("Dated", "Undated"))
    dated.published_at = day
    assert [each.dated for each in shown([dated, undated])] == [day, undated.read_at]


def test_a_lead_has_its_own_insights_and_those_of_its_company(lead):
    own = make_insight(contact=lead)
    of_company = make_insight(company=lead.company)
    make_insight(contact=ContactFactory(company=lead.company))
    make_insight(company=CompanyFactory())
    assert set(insights_of_lead(lead)) == {own, of_company}


def test_a_lead_without_a_company_has_not_those_of_others_without_one(acme):
    jane, john = ContactFactory.create_batch(2, company=None)
    make_insight(contact=john)
    assert list(insights_of_lead(jane)) == []


def test_the_label_names_the_type(lead):
    (found,) = shown([make_insight(contact=lead, type="speaking_engagements")])
    assert str(found.label) == "Speaking"
