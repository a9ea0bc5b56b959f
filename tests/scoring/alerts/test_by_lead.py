"""The list of alerts: a row per lead, and the digest."""

from datetime import timedelta

import pytest

from mauntic.kernel.clock import now
from scoring.alerts.models import SignalAlert
from scoring.alerts.selectors.by_lead import alerts_by_lead, digest, signals_of_lead, totals
from scoring.alerts.selectors.matching import AlertsFilter
from scoring.alerts.selectors.shown import alert_counts, alerts_of_lead, waiting_alerts
from scoring.alerts.services.moves import acknowledge_alerts
from scoring.alerts.services.mutes import mute_type
from tests.factories.alerts import make_alert
from tests.factories.crm import ContactFactory
from tests.support.queries import queries_of

MINE, ALL = AlertsFilter(), AlertsFilter(tab="all")


@pytest.fixture
def leads(rep):
    """Three leads of the rep: two urgent alerts, one medium, one low and one that is muted or not."""
    ann, ben, cleo = (ContactFactory(first_name=name, owner=rep) for name in ("Ann", "Ben", "Cleo"))
    for contact, code in (
        (ann, "SECURITY_PAGE"),
        (ann, "PRICING_PAGE"),
        (ann, "WEBSITE_VISIT"),
        (ben, "EMAIL_REPLY"),
        (cleo, "WEBSITE_VISIT"),
    ):
        make_alert(contact, code, at=now())
    return ann, ben, cleo


def shown(user, wanted=MINE, **page):
    return [row.first.contact.first_name for row in alerts_by_lead(user, wanted, now=now(), **page).rows]


def test_a_lead_is_one_row_with_its_first_deadline_and_highest_priority(rep, leads):
    first, second = alerts_by_lead(rep, MINE, now=now()).rows

    assert (first.first.contact, first.first.type_id, first.priority, first.count) == (
        leads[0],
        "PRICING_PAGE",
        "critical",
        2,
    )
    assert [(each.type.code, each.count) for each in first.types] == [
        ("PRICING_PAGE", 1),
        ("SECURITY_PAGE", 1),
    ]
    assert (second.first.contact, second.count) == (leads[1], 1)


def test_the_folded_signals_are_those_that_the_row_counts(rep, leads):
    found = signals_of_lead(rep, MINE, leads[0].pk, now=now())

    assert [alert.type_id for alert in found] == ["PRICING_PAGE", "SECURITY_PAGE"]


def test_low_priority_alerts_are_in_the_digest_of_their_day(rep, leads):
    yesterday = SignalAlert.objects.filter(contact=leads[2])
    yesterday.update(created_at=now() - timedelta(days=1))

    days = digest(rep, "mine", now=now())

    assert [(each.alerts, each.leads) for each in days] == [(1, 1), (1, 1)]
    assert days[0].day > days[1].day
    low = AlertsFilter(priority="low", day=days[1].day)
    assert shown(rep, low) == ["Cleo"]
    assert not alerts_by_lead(rep, low, now=now()).rows[0].has_clock


def test_the_counts_of_tabs_are_the_rows_that_they_show(rep, manager, leads):
    make_alert(ContactFactory(), at=now())

    assert alert_counts(rep) == {"mine": 2, "nobodys": 1, "all": 3}
    assert len(alerts_by_lead(rep, MINE, now=now()).rows) == 2
    assert len(alerts_by_lead(manager, ALL, now=now()).rows) == 3
    assert (totals(rep, MINE, now=now()).alerts, totals(rep, MINE, now=now()).leads) == (3, 2)


def test_muted_types_leave_the_own_list_but_not_that_of_managers(rep, manager, leads):
    mute_type(code="EMAIL_REPLY", by=rep)

    assert shown(rep) == ["Ann"]
    assert shown(manager, ALL) == ["Ann", "Ben"]
    assert alert_counts(rep)["mine"] == 1
    assert [alert.type_id for alert in waiting_alerts(rep, limit=5)] == ["PRICING_PAGE", "SECURITY_PAGE"]
    assert alerts_of_lead(rep, leads[1].pk) == []
    assert len(alerts_of_lead(manager, leads[1].pk)) == 1


def test_a_manager_who_mutes_a_type_still_sees_it_with_others(manager, leads):
    mute_type(code="EMAIL_REPLY", by=manager)

    assert shown(manager, ALL) == ["Ann", "Ben"]


def test_pages_continue_where_the_last_one_ended(rep, leads):
    first = alerts_by_lead(rep, MINE, now=now(), limit=1)
    second = alerts_by_lead(rep, MINE, now=now(), limit=1, after=first.after)

    assert [row.first.contact for row in first.rows + second.rows] == [leads[0], leads[1]]
    assert (first.before, second.after) == ("", "")
    assert shown(rep, limit=1, before=second.before) == ["Ann"]


def test_acknowledged_leads_are_in_the_order_of_their_acknowledgment(rep, leads):
    for minutes, lead in enumerate((leads[1], leads[0])):
        ids = list(SignalAlert.objects.filter(contact=lead).values_list("pk", flat=True))
        acknowledge_alerts(alert_ids=ids, by=rep, now=now() + timedelta(minutes=minutes))

    assert shown(rep, AlertsFilter(state="acknowledged")) == ["Ann", "Ben"]


def test_the_list_costs_the_same_for_one_lead_and_for_three(rep):
    make_alert(ContactFactory(owner=rep), at=now())
    one = queries_of(lambda: alerts_by_lead(rep, MINE, now=now()))
    for _ in range(2):
        make_alert(ContactFactory(owner=rep), at=now())

    assert queries_of(lambda: alerts_by_lead(rep, MINE, now=now())) == one


def test_others_leads_are_not_in_a_reps_list(rep, manager, leads):
    make_alert(ContactFactory(first_name="Otto", owner=manager), at=now())

    assert shown(rep, ALL) == ["Ann", "Ben"]
    assert signals_of_lead(rep, ALL, ContactFactory(owner=manager).pk, now=now()) == []
