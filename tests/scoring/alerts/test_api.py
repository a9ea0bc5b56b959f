from datetime import timedelta
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from mauntic.crm.models import Contact
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from scoring.alerts.models import SignalAlert
from scoring.alerts.services.moves import acknowledge_alerts
from scoring.alerts.services.raising import raise_alerts
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.scoring import make_signal

ALERTS = "/api/v1/scoring/signals/alerts"


@pytest.fixture
def api(rep) -> APIClient:
    client = APIClient(headers={"host": ACME_HOST})
    client.force_login(rep)
    return client


def make_alert(contact: Contact, code: str = "PRICING_PAGE") -> SignalAlert:
    [alert] = raise_alerts(signal_ids=[make_signal(contact, code).pk])
    return alert


def ids(answer) -> list[str]:
    return [row["id"] for row in answer.json()]


def test_an_alert_has_the_keys_of_the_contract(api, contact, rep):
    contact.owner = rep
    contact.save()
    alert = make_alert(contact)

    assert api.get(ALERTS).json() == [
        {
            "id": str(alert.pk),
            "contactId": str(contact.pk),
            "signalType": "PRICING_PAGE",
            "priority": "critical",
            "deadline": alert.deadline.isoformat().replace("+00:00", "Z"),
            "status": "open",
            "acknowledgedAt": None,
            "createdAt": alert.created_at.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_the_list_begins_with_what_runs_out_first_and_is_narrowed(api, contact, rep):
    low, critical = make_alert(contact, "WEBSITE_VISIT"), make_alert(contact)
    done = make_alert(ContactFactory())
    acknowledge_alerts(alert_ids=[done.pk], by=rep)

    assert ids(api.get(ALERTS)) == [str(critical.pk), str(done.pk), str(low.pk)]
    assert ids(api.get(ALERTS, {"status": "open", "priority": "critical"})) == [str(critical.pk)]
    assert ids(api.get(ALERTS, {"status": "acknowledged"})) == [str(done.pk)]
    assert ids(api.get(ALERTS, {"limit": 1})) == [str(critical.pk)]


@pytest.mark.parametrize("query", [{"status": "lost"}, {"priority": "huge"}, {"limit": 0}, {"colour": "red"}])
def test_an_odd_query_is_told_which_key_is_wrong(api, query):
    answer = api.get(ALERTS, query)

    assert (answer.status_code, list(answer.json()["details"])) == (400, list(query))


def test_a_rep_sees_their_own_and_nobodys_alerts_and_a_manager_all(api, manager, rep, globex):
    mine = make_alert(ContactFactory(owner=rep))
    nobodys = make_alert(ContactFactory())
    others = make_alert(ContactFactory(owner=manager))
    with entered(globex):
        make_alert(ContactFactory())

    assert set(ids(api.get(ALERTS))) == {str(mine.pk), str(nobodys.pk)}
    api.force_login(manager)
    assert set(ids(api.get(ALERTS))) == {str(mine.pk), str(nobodys.pk), str(others.pk)}


def test_acknowledging_stops_the_clock_and_is_told_again_who_did(api, manager, rep):
    alert = make_alert(ContactFactory(owner=rep))
    address = f"{ALERTS}/{alert.pk}/acknowledge"

    first = api.post(address, {}, format="json")
    api.force_login(manager)
    second = api.post(address, {}, format="json")

    assert (first.status_code, first.json()) == (200, {"message": "Acknowledged."})
    assert (second.status_code, second.json()) == (200, {"message": "Already acknowledged by Jo Reyes."})
    row = api.get(ALERTS, {"status": "acknowledged"}).json()[0]
    assert row["acknowledgedAt"] is not None


def test_an_alert_that_is_unknown_or_of_somebody_else_is_not_found(api, manager):
    for alert_id in (uuid4(), make_alert(ContactFactory(owner=manager)).pk):
        answer = api.post(f"{ALERTS}/{alert_id}/acknowledge", {}, format="json")

        assert answer.status_code == 404
        assert answer.json()["error"] == answer.json()["message"]
    assert not SignalAlert.objects.filter(acknowledged_at__gt=now() - timedelta(days=1)).exists()


def test_strangers_neither_read_nor_acknowledge(acme):
    alert = make_alert(ContactFactory())
    stranger = APIClient(headers={"host": ACME_HOST})

    assert stranger.get(ALERTS).status_code == 401
    assert stranger.post(f"{ALERTS}/{alert.pk}/acknowledge", {}, format="json").status_code == 401


@pytest.mark.parametrize("word", ["critical", "CRITICAL", "Critical"])
def test_alerts_are_narrowed_by_a_word_in_any_case(api, contact, word):
    make_alert(contact, "WEBSITE_VISIT")
    critical = make_alert(contact)

    assert ids(api.get(ALERTS, {"priority": word})) == [str(critical.pk)]
    assert api.get(ALERTS, {"status": "OPEN"}).status_code == 200
    assert api.get(ALERTS, {"priority": "severe"}).status_code == 400
