from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.crm.models import Contact
from mauntic.tenants.context import entered
from scoring.scores.models import ScoreHistory
from scoring.scores.selectors.distribution import Day, score_days, score_distribution
from scoring.scores.services.rescoring import rescore
from scoring.scores.views.charts import hot_chart
from tests.scoring.conftest import NOW

PAGE = "/scoring/distribution/"


def remember(contact: Contact, days_ago: int, total: int) -> None:
    day = (NOW - timedelta(days=days_ago)).date()
    ScoreHistory.objects.create(contact=contact, day=day, total=total, engagement=0, fit=0, intent=0)


def test_leads_are_counted_by_tens_tiers_owner_source_and_stage(acme, rep, globex):
    with entered(globex):
        Contact.objects.create(phone="+1")
        rescore()
    Contact.objects.create(seniority="vp", email="a@a.example", owner=rep, source="fair")
    Contact.objects.create(phone="+1", source="fair", lifecycle_stage="customer")
    Contact.objects.create(first_name="Nothing")
    rescore()

    found = score_distribution()

    assert (found.leads, round(found.mean, 2)) == (3, 13.33)
    assert {low: count for low, count in found.scores if count} == {0: 1, 10: 1, 20: 1}
    assert dict(found.tiers) == {"hot": 0, "warm": 0, "medium": 0, "cool": 0, "cold": 3}
    assert [(part.key, part.label, part.leads, part.mean, part.hot) for part in found.by_owner] == [
        ("", "No owner", 2, 7.5, 0),
        (str(rep.pk), str(rep), 1, 25.0, 0),
    ]
    assert [(part.label, part.leads) for part in found.by_source] == [("fair", 2), ("None", 1)]
    assert [(part.label, part.leads) for part in found.by_stage] == [("Lead", 2), ("Customer", 1)]


def test_a_day_without_a_change_has_the_score_of_the_day_before(acme):
    first, second = Contact.objects.create(), Contact.objects.create()
    remember(first, 40, 20)
    remember(first, 2, 90)
    remember(first, 1, 30)
    remember(second, 1, 50)

    days = score_days(days=4, now=NOW)

    on = [(NOW - timedelta(days=number)).date() for number in (3, 2, 1, 0)]
    assert days == [Day(on[0], 20, 0), Day(on[1], 90, 1), Day(on[2], 40, 0), Day(on[3], 40, 0)]


def test_days_before_the_first_score_are_left_out(acme):
    remember(Contact.objects.create(), 0, 80)

    assert score_days(now=NOW) == [Day(NOW.date(), Decimal(80), 1)]


def test_days_with_a_hot_lead_can_be_drawn(acme):
    remember(Contact.objects.create(), 0, 80)

    assert [line.text for line in hot_chart(score_days(now=NOW)).grid] == ["0", "1"]


def test_the_page_links_to_the_rows_and_says_what_to_do_without_any(web, rep, acme):
    assert "No scores yet" in web.get(PAGE).text
    Contact.objects.create(first_name="Ann", owner=rep)
    rescore()

    page = web.get(PAGE).text

    assert f'href="/leads/?owner={rep.pk}"' in page
    assert 'href="/leads/?grade=F"' in page


def test_the_page_takes_the_same_queries_for_one_lead_and_three(web, contact):
    rescore()
    web.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        web.get(PAGE)
    Contact.objects.bulk_create(Contact(source=f"fair {number}") for number in range(2))
    rescore()
    with CaptureQueriesContext(connection) as three:
        web.get(PAGE)

    assert len(three) == len(one)


def test_strangers_are_sent_to_sign_in(stranger, acme):
    assert stranger.get(PAGE).status_code == 302
