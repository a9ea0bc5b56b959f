"""Acknowledging all alerts of a lead, of a day, or of a filter, and undoing it as one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict
from scoring.alerts.models import AlertChange, SignalAlert
from scoring.alerts.services.moves import acknowledge_alerts, undo_alert_batch
from tests.factories.alerts import fresh, make_alert
from tests.factories.crm import ContactFactory

ACKNOWLEDGE, LIST, UNDO = (
    "/scoring/alerts/acknowledge/",
    "/scoring/alerts/",
    "/scoring/alerts/undo/",
)


def entered(of: str, **fields) -> dict[str, object]:
    return {"of": of, "until": now().isoformat(), "tab": "mine", "state": "waiting"} | fields


def open_ids() -> set:
    return set(SignalAlert.objects.waiting().values_list("pk", flat=True))


@pytest.fixture
def others(manager) -> SignalAlert:
    return make_alert(ContactFactory(owner=manager), at=now())


def test_all_alerts_of_a_lead_are_acknowledged_and_undone_together(web, rep, owned):
    for code in ("PRICING_PAGE", "SECURITY_PAGE", "WEBSITE_VISIT"):
        make_alert(owned, code, at=now())
    before = open_ids()

    page = web.post(ACKNOWLEDGE, entered("leads", ids=owned.pk), follow=True)

    assert "2 alerts acknowledged." in page.text
    assert [alert.type_id for alert in SignalAlert.objects.waiting()] == ["WEBSITE_VISIT"]
    batch = AlertChange.objects.first().batch
    assert f"{UNDO}?batch={batch}" in page.text
    assert "Changes of 2 alerts undone." in web.post(f"{UNDO}?batch={batch}", follow=True).text
    assert open_ids() == before


def test_all_that_match_the_filter_are_acknowledged_and_nothing_else(web, rep, others):
    urgent = [make_alert(ContactFactory(owner=rep), at=now()) for _ in range(3)]
    low = make_alert(ContactFactory(owner=rep), "WEBSITE_VISIT", at=now())
    nobodys = make_alert(ContactFactory(), at=now())

    page = web.post(ACKNOWLEDGE, entered("all"), follow=True)

    assert f"{len(urgent)} alerts acknowledged." in page.text
    assert open_ids() == {low.pk, nobodys.pk, others.pk}


def test_the_digest_of_a_day_is_acknowledged_as_one(web, rep):
    old = make_alert(ContactFactory(owner=rep), "WEBSITE_VISIT", at=now() - timedelta(days=2))
    new = make_alert(ContactFactory(owner=rep), "WEBSITE_VISIT", at=now())

    web.post(ACKNOWLEDGE, entered("all", priority="low", day=old.created_at.date().isoformat()))

    assert open_ids() == {new.pk}


def test_alerts_that_came_after_the_page_was_shown_stay_open(web, rep):
    make_alert(ContactFactory(owner=rep), at=now() - timedelta(minutes=5))
    unseen = make_alert(ContactFactory(owner=rep), at=now())
    seen_at = now() - timedelta(minutes=1)

    web.post(ACKNOWLEDGE, entered("all", until=seen_at.isoformat()))

    assert open_ids() == {unseen.pk}


def test_a_rep_does_not_acknowledge_alerts_of_others_by_naming_their_lead(web, others):
    page = web.post(ACKNOWLEDGE, entered("leads", tab="all", ids=others.contact_id), follow=True)

    assert "These alerts have changed since." in page.text
    assert open_ids() == {others.pk}


@pytest.mark.parametrize(
    "fields", [{"of": "some"}, {"until": ""}, {"until": "soon"}, {"of": "leads"}, {"of": "leads", "ids": "x"}]
)
def test_a_selection_that_is_incomplete_is_refused(web, owned, fields):
    alert = make_alert(owned, at=now())

    assert web.post(ACKNOWLEDGE, entered("all") | fields).status_code == 422
    assert open_ids() == {alert.pk}


def test_undoing_leaves_alone_what_changed_since(rep, manager, owned):
    one, two = make_alert(owned, at=now()), make_alert(owned, "EMAIL_REPLY", at=now())
    done = acknowledge_alerts(alert_ids=[one.pk, two.pk], by=rep)
    batch = done.changes[0].batch
    undo_alert_batch(batch=AlertChange.objects.get(alert=one).batch, by=rep)
    acknowledge_alerts(alert_ids=[one.pk], by=manager)
    acknowledge_alerts(alert_ids=[two.pk], by=manager)

    with pytest.raises(Conflict):
        undo_alert_batch(batch=batch, by=rep)
    assert (fresh(one).acknowledged_by, fresh(two).acknowledged_by) == (manager, manager)


def test_the_history_of_an_alert_says_that_it_was_acknowledged_and_undone(web, rep, owned):
    alert = make_alert(owned, at=now())
    done = acknowledge_alerts(alert_ids=[alert.pk], by=rep)
    undo_alert_batch(batch=done.changes[0].batch, by=rep)

    page = web.get(f"{LIST}{alert.pk}/").text

    assert "Acknowledged by Jo Reyes" in page
    assert "Undid: Acknowledged" in page


def test_many_are_acknowledged_and_undone_in_as_many_queries_as_one(rep):
    def cost(count: int) -> list[int]:
        ids = [make_alert(ContactFactory(owner=rep), at=now()).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as acknowledging:
            done = acknowledge_alerts(alert_ids=ids, by=rep)
        with CaptureQueriesContext(connection) as undoing:
            undo_alert_batch(batch=done.changes[0].batch, by=rep)
        return [len(acknowledging), len(undoing)]

    assert cost(1) == cost(4)


def test_the_page_offers_to_acknowledge_all_and_shows_the_digest(web, rep, owned):
    make_alert(owned, at=now())
    make_alert(owned, "WEBSITE_VISIT", at=now())

    page = web.get(LIST).text

    assert "Acknowledge all: 1 alert" in page
    assert "Low-priority signals" in page
    assert "Website visit" not in page
    assert web.get(LIST, {"fold": owned.pk}).text.count("Mute Pricing page for me") == 1


def test_htmx_gets_only_the_signals_of_the_row_that_it_opens(web, rep, owned):
    make_alert(owned, at=now())
    headers = {"HX-Request": "true", "HX-Target": f"signals-{owned.pk}"}

    part = web.get(LIST, {"fold": owned.pk}, headers=headers)

    assert "<html" not in part.text
    assert "Acknowledge Pricing page of" in part.text
    assert "HX-Target" in part["Vary"]
