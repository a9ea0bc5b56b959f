from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scoring.alerts.domain.notices import LEADS_NAMED, LeadNews, NewAlert, news_of
from scoring.alerts.domain.sla import DEFAULT_HOURS

LEADS = [UUID(int=number) for number in range(1, 8)]
ALERTS = st.lists(
    st.builds(
        NewAlert,
        lead=st.sampled_from(LEADS),
        priority=st.sampled_from(list(DEFAULT_HOURS)),
        type=st.sampled_from(["PRICING_PAGE", "WEBSITE_VISIT"]),
    ),
    max_size=30,
)


def test_a_lead_is_named_once_by_its_most_urgent_alert():
    news = news_of(
        [
            NewAlert(LEADS[0], "medium", "SECURITY_PAGE"),
            NewAlert(LEADS[0], "critical", "DEMO_REQUEST"),
            NewAlert(LEADS[0], "high", "COMPARISON_PAGE"),
        ]
    )

    assert news.urgent == [LeadNews(LEADS[0], "critical", "DEMO_REQUEST", more=2)]
    assert (news.urgent_leads, news.calm_leads, news.low) == (0, 0, 0)


def test_more_urgent_leads_than_a_person_reads_one_by_one_are_counted():
    few = [NewAlert(lead, "high", "EMAIL_REPLY") for lead in LEADS[:LEADS_NAMED]]
    many = [*few, NewAlert(LEADS[LEADS_NAMED], "critical", "PRICING_PAGE")]

    assert (len(news_of(few).urgent), news_of(few).urgent_leads) == (LEADS_NAMED, 0)
    assert (news_of(many).urgent, news_of(many).urgent_leads) == ([], LEADS_NAMED + 1)


def test_low_priority_alerts_are_only_counted():
    news = news_of([NewAlert(LEADS[0], "low", "WEBSITE_VISIT"), NewAlert(LEADS[1], "low", "EMAIL_OPEN")])

    assert (news.urgent, news.urgent_leads, news.calm_leads, news.low) == ([], 0, 0, 2)


@given(ALERTS)
def test_every_lead_is_counted_once(alerts):
    news = news_of(alerts)

    leads = {alert.lead for alert in alerts if alert.priority != "low"}
    assert len(news.urgent) + news.urgent_leads + news.calm_leads == len(leads)
    assert news.low == sum(alert.priority == "low" for alert in alerts)
    assert len(news.urgent) <= LEADS_NAMED
